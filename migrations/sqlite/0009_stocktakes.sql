CREATE TABLE `stocktake_cards` (
	`stocktake_id` text NOT NULL,
	`serial` text NOT NULL,
	`centre_id` text NOT NULL,
	`outcome` text NOT NULL,
	`slot` text NOT NULL,
	`belongs` text,
	`state` text,
	`at` integer NOT NULL,
	`staff_id` text,
	`revision` integer NOT NULL,
	PRIMARY KEY(`stocktake_id`, `serial`)
);
--> statement-breakpoint
CREATE INDEX `stocktake_cards_listed` ON `stocktake_cards` (`stocktake_id`,`outcome`,`slot`,`serial`);--> statement-breakpoint
CREATE INDEX `stocktake_cards_seen` ON `stocktake_cards` (`serial`,`centre_id`,`revision`);--> statement-breakpoint
CREATE TABLE `stocktakes` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`place` text NOT NULL,
	`state` text NOT NULL,
	`started_by` text,
	`started_at` integer NOT NULL,
	`start_revision` integer NOT NULL,
	`expected` integer NOT NULL,
	`found` integer NOT NULL,
	`misplaced` integer NOT NULL,
	`unknown` integer NOT NULL,
	`missing` integer NOT NULL,
	`closed_by` text,
	`closed_at` integer,
	`end_revision` integer,
	`head_seq` integer,
	`head_hash` text
);
--> statement-breakpoint
CREATE INDEX `stocktakes_centre` ON `stocktakes` (`centre_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `stocktakes_live` ON `stocktakes` (`centre_id`,`place`) WHERE state in ('open', 'paused', 'closing');