ALTER TABLE "devices" ADD COLUMN "printer_failure" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "printer_failed_at" bigint;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "on_phone_at" bigint;