CREATE TABLE `installation` (
	`id` text PRIMARY KEY NOT NULL,
	`key_check` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `tickets` ADD `ahead_at_issue` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `section` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `tickets_citizen` ON `tickets` (`citizen_hash`,`issued_at`) WHERE citizen_hash is not null;