DROP INDEX "handovers_personal";--> statement-breakpoint
ALTER TABLE "cards" ADD COLUMN "application_hash" text;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "receipt" text;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "signature_cipher" text;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "exceptions" jsonb;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "second_id" text;--> statement-breakpoint
CREATE INDEX "custody_put" ON "custody" USING btree ("centre_id","to_place","at") WHERE to_place is not null;--> statement-breakpoint
CREATE INDEX "custody_taken" ON "custody" USING btree ("centre_id","from_place","at") WHERE from_place is not null;--> statement-breakpoint
CREATE INDEX "incidents_codes" ON "incidents" USING btree ("serial","at") WHERE kind = 'wrong_code';--> statement-breakpoint
CREATE INDEX "handovers_personal" ON "handovers" USING btree ("centre_id","at") WHERE representative_cipher is not null or signature_cipher is not null;