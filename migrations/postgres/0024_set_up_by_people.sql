CREATE TABLE "changes" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text,
	"staff_id" text NOT NULL,
	"at" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
ALTER TABLE "centres" ADD COLUMN "holidays" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "centres" ADD COLUMN "setup_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "counters" ADD COLUMN "active" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "changes_centre" ON "changes" USING btree ("centre_id","id");