DROP INDEX "spans_recent";--> statement-breakpoint
DROP INDEX "tickets_alive";--> statement-breakpoint
CREATE INDEX "spans_servings" ON "spans" USING btree ("centre_id","service_id","to_at") WHERE kind = 'serving';--> statement-breakpoint
CREATE INDEX "tickets_elsewhere" ON "tickets" USING btree ("centre_id","day") WHERE ended_at is null and state <> 'waiting';