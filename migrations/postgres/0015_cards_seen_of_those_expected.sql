ALTER TABLE "stocktakes" ADD COLUMN "seen" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What was counted of earlier ones: as near as it is known.
UPDATE "stocktakes" SET "seen" = least("found" + "misplaced", "expected");
