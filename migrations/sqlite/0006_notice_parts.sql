CREATE TABLE `notice_parts` (
	`channel` text NOT NULL,
	`part_id` text NOT NULL,
	`notice_id` text,
	`outcome` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`channel`, `part_id`)
);
--> statement-breakpoint
CREATE INDEX `notice_parts_notice` ON `notice_parts` (`notice_id`) WHERE notice_id is not null;--> statement-breakpoint
CREATE INDEX `notice_parts_age` ON `notice_parts` (`at`);--> statement-breakpoint
ALTER TABLE `notices` ADD `left_through` text;--> statement-breakpoint
CREATE INDEX `notices_unsure` ON `notices` (`left_through`,`queued_at`) WHERE left_through is not null and sent_at is null;--> statement-breakpoint
-- What is being sent was sent by the file, which looks before it sends again.
UPDATE notices SET left_through = 'file' WHERE state = 'sending';
