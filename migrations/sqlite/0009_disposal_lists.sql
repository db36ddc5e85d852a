CREATE TABLE `disposal_cards` (
	`disposal_id` text NOT NULL,
	`centre_id` text NOT NULL,
	`serial` text NOT NULL,
	`scanned_by` text,
	`scanned_at` integer,
	`outcome` text,
	PRIMARY KEY(`disposal_id`, `serial`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disposal_cards_open` ON `disposal_cards` (`centre_id`,`serial`) WHERE outcome is null;--> statement-breakpoint
CREATE TABLE `disposals` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`confirmed_by` text,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `disposals_centre` ON `disposals` (`centre_id`,`made_at`);