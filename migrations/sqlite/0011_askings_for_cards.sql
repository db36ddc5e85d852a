CREATE TABLE `askings` (
	`citizen_hash` text PRIMARY KEY NOT NULL,
	`hour_from` integer NOT NULL,
	`hour_count` integer NOT NULL,
	`week_from` integer NOT NULL,
	`week_count` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `askings_age` ON `askings` (`week_from`);