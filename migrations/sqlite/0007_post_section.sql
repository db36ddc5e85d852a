ALTER TABLE `custody` ADD `device` text;--> statement-breakpoint
ALTER TABLE `custody` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `custody` ADD `hash` text;--> statement-breakpoint
CREATE UNIQUE INDEX `custody_chain` ON `custody` (`centre_id`,`seq`);--> statement-breakpoint
ALTER TABLE `incidents` ADD `owner_id` text;--> statement-breakpoint
ALTER TABLE `incidents` ADD `remark` text;--> statement-breakpoint
ALTER TABLE `incidents` ADD `closed_at` integer;--> statement-breakpoint
ALTER TABLE `manifests` ADD `rejected` text;