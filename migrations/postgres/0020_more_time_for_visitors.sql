ALTER TABLE "tickets" ADD COLUMN "away_until" bigint;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "put_offs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "tickets_away" ON "tickets" USING btree ("centre_id","away_until") WHERE away_until is not null;