DROP INDEX `handovers_personal`;--> statement-breakpoint
ALTER TABLE `handovers` ADD `receipt` text;--> statement-breakpoint
ALTER TABLE `handovers` ADD `signature_cipher` text;--> statement-breakpoint
ALTER TABLE `handovers` ADD `exceptions` text;--> statement-breakpoint
ALTER TABLE `handovers` ADD `second_id` text;--> statement-breakpoint
CREATE INDEX `handovers_personal` ON `handovers` (`centre_id`,`at`) WHERE representative_cipher is not null or signature_cipher is not null;