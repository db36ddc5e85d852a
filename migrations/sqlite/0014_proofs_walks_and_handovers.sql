DROP INDEX `handovers_personal`;--> statement-breakpoint
ALTER TABLE `handovers` ADD `receipt` text;--> statement-breakpoint
ALTER TABLE `handovers` ADD `signature_cipher` text;--> statement-breakpoint
ALTER TABLE `handovers` ADD `exceptions` text;--> statement-breakpoint
ALTER TABLE `handovers` ADD `second_id` text;--> statement-breakpoint
CREATE INDEX `handovers_personal` ON `handovers` (`centre_id`,`at`) WHERE representative_cipher is not null or signature_cipher is not null;--> statement-breakpoint
ALTER TABLE `cards` ADD `application_hash` text;--> statement-breakpoint
CREATE INDEX `custody_put` ON `custody` (`centre_id`,`to_place`,`at`) WHERE to_place is not null;--> statement-breakpoint
CREATE INDEX `custody_taken` ON `custody` (`centre_id`,`from_place`,`at`) WHERE from_place is not null;--> statement-breakpoint
CREATE INDEX `incidents_codes` ON `incidents` (`serial`,`at`) WHERE kind = 'wrong_code';