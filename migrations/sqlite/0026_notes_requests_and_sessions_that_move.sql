CREATE TABLE `ticket_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`centre_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`counter_label` text NOT NULL,
	`text_cipher` text NOT NULL,
	`at` integer NOT NULL,
	`edited_at` integer
);
--> statement-breakpoint
CREATE INDEX `ticket_notes_ticket` ON `ticket_notes` (`ticket_id`,`at`);--> statement-breakpoint
CREATE INDEX `ticket_notes_age` ON `ticket_notes` (`centre_id`,`at`);--> statement-breakpoint
ALTER TABLE `counters` ADD `requests` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `move_code` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `move_until` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `moved_from` text;--> statement-breakpoint
CREATE INDEX `sessions_moved` ON `sessions` (`moved_from`) WHERE moved_from is not null;