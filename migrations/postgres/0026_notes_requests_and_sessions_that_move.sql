CREATE TABLE "ticket_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"ticket_id" text NOT NULL,
	"centre_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"counter_label" text NOT NULL,
	"text_cipher" text NOT NULL,
	"at" bigint NOT NULL,
	"edited_at" bigint
);
--> statement-breakpoint
ALTER TABLE "counters" ADD COLUMN "requests" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "move_code" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "move_until" bigint;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "moved_from" text;--> statement-breakpoint
CREATE INDEX "ticket_notes_ticket" ON "ticket_notes" USING btree ("ticket_id","at");--> statement-breakpoint
CREATE INDEX "ticket_notes_age" ON "ticket_notes" USING btree ("centre_id","at");--> statement-breakpoint
CREATE INDEX "sessions_moved" ON "sessions" USING btree ("moved_from") WHERE moved_from is not null;