ALTER TABLE `devices` ADD `printer_failure` text;--> statement-breakpoint
ALTER TABLE `devices` ADD `printer_failed_at` integer;--> statement-breakpoint
ALTER TABLE `tickets` ADD `on_phone_at` integer;