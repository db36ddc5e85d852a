CREATE INDEX "custody_put" ON "custody" USING btree ("centre_id","to_place","at") WHERE to_place is not null;--> statement-breakpoint
CREATE INDEX "custody_taken" ON "custody" USING btree ("centre_id","from_place","at") WHERE from_place is not null;--> statement-breakpoint
CREATE INDEX "places_parent" ON "places" USING btree ("centre_id","parent","code");