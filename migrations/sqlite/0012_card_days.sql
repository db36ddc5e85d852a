CREATE TABLE `card_days` (
	`centre_id` text NOT NULL,
	`day` text NOT NULL,
	`kind` text NOT NULL,
	`up_to_hours` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `day`, `kind`, `up_to_hours`)
);--> statement-breakpoint
-- What happened before is counted once, by the days of UTC; how long things took is counted from now on.
INSERT INTO card_days (centre_id, day, kind, up_to_hours, count) SELECT centre_id, date(at / 1000, 'unixepoch'), action, 0, count(*) FROM custody GROUP BY centre_id, date(at / 1000, 'unixepoch'), action;
