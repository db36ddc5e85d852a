ALTER TABLE "devices" ADD COLUMN "printer_failure" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "printer_failed_at" bigint;