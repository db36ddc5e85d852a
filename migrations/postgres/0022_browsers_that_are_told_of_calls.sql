DROP INDEX "tickets_to_tell";--> statement-breakpoint
DROP INDEX "tickets_personal";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "push_cipher" text;--> statement-breakpoint
CREATE INDEX "tickets_to_tell" ON "tickets" USING btree ("centre_id","waiting_since") WHERE state = 'waiting' and (phone_hash is not null or push_cipher is not null);--> statement-breakpoint
CREATE INDEX "tickets_personal" ON "tickets" USING btree ("centre_id","ended_at") WHERE phone_hash is not null or citizen_hash is not null or push_cipher is not null;