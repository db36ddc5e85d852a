CREATE TABLE `message_texts` (
	`centre_id` text NOT NULL,
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`centre_id`, `kind`, `language`)
);
--> statement-breakpoint
CREATE TABLE `pairings` (
	`code` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`kind` text NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `pairings_expire` ON `pairings` (`expires_at`);--> statement-breakpoint
ALTER TABLE `centres` ADD `closed` integer DEFAULT false NOT NULL;