CREATE TABLE `scans` (
	`centre_id` text NOT NULL,
	`id` text NOT NULL,
	`serial` text NOT NULL,
	`staff_id` text,
	`at` integer NOT NULL,
	`revision` integer NOT NULL,
	`warnings` text NOT NULL,
	`before` text NOT NULL,
	`undone_at` integer,
	PRIMARY KEY(`centre_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `scans_age` ON `scans` (`at`);