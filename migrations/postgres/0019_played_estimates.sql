ALTER TABLE "tickets" ADD COLUMN "played_p50" integer;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "played_p90" integer;