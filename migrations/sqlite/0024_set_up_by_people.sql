CREATE TABLE `changes` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text,
	`staff_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE INDEX `changes_centre` ON `changes` (`centre_id`,`id`);--> statement-breakpoint
ALTER TABLE `centres` ADD `holidays` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `centres` ADD `setup_revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `counters` ADD `active` integer DEFAULT true NOT NULL;