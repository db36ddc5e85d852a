-- Tables of which every row is found by its key keep their rows in the key itself: a ticket, or a
-- call, then writes one page and one entry of each instead of two.
CREATE TABLE `keyed_events` (
	`centre_id` text NOT NULL,
	`revision` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`data` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `revision`, `ordinal`)
) WITHOUT ROWID;--> statement-breakpoint
INSERT INTO `keyed_events` (`centre_id`, `revision`, `ordinal`, `type`, `subject`, `data`, `at`) SELECT `centre_id`, `revision`, `ordinal`, `type`, `subject`, `data`, `at` FROM `events` ORDER BY centre_id, revision, ordinal;--> statement-breakpoint
DROP TABLE `events`;--> statement-breakpoint
ALTER TABLE `keyed_events` RENAME TO `events`;--> statement-breakpoint
CREATE TABLE `keyed_calls` (
	`centre_id` text NOT NULL,
	`revision` integer NOT NULL,
	`ticket_id` text NOT NULL,
	`number` text NOT NULL,
	`counter_id` text NOT NULL,
	`counter_label` text NOT NULL,
	`staff_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`centre_id`, `revision`)
) WITHOUT ROWID;--> statement-breakpoint
INSERT INTO `keyed_calls` (`centre_id`, `revision`, `ticket_id`, `number`, `counter_id`, `counter_label`, `staff_id`, `at`, `kind`, `reason`) SELECT `centre_id`, `revision`, `ticket_id`, `number`, `counter_id`, `counter_label`, `staff_id`, `at`, `kind`, `reason` FROM `calls` ORDER BY centre_id, revision;--> statement-breakpoint
DROP TABLE `calls`;--> statement-breakpoint
ALTER TABLE `keyed_calls` RENAME TO `calls`;--> statement-breakpoint
CREATE INDEX `calls_ticket` ON `calls` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `keyed_spans` (
	`ticket_id` text NOT NULL,
	`revision` integer NOT NULL,
	`kind` text NOT NULL,
	`centre_id` text NOT NULL,
	`service_id` text NOT NULL,
	`counter_id` text,
	`staff_id` text,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `revision`, `kind`)
) WITHOUT ROWID;--> statement-breakpoint
INSERT INTO `keyed_spans` (`ticket_id`, `revision`, `kind`, `centre_id`, `service_id`, `counter_id`, `staff_id`, `from_at`, `to_at`) SELECT `ticket_id`, `revision`, `kind`, `centre_id`, `service_id`, `counter_id`, `staff_id`, `from_at`, `to_at` FROM `spans` ORDER BY ticket_id, revision, kind;--> statement-breakpoint
DROP TABLE `spans`;--> statement-breakpoint
ALTER TABLE `keyed_spans` RENAME TO `spans`;--> statement-breakpoint
CREATE TABLE `keyed_queues` (
	`centre_id` text NOT NULL,
	`service_id` text NOT NULL,
	`class` text NOT NULL,
	`section` text NOT NULL,
	`waiting` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `service_id`, `class`, `section`)
) WITHOUT ROWID;--> statement-breakpoint
INSERT INTO `keyed_queues` (`centre_id`, `service_id`, `class`, `section`, `waiting`) SELECT `centre_id`, `service_id`, `class`, `section`, `waiting` FROM `queues` ORDER BY centre_id, service_id, class, section;--> statement-breakpoint
DROP TABLE `queues`;--> statement-breakpoint
ALTER TABLE `keyed_queues` RENAME TO `queues`;--> statement-breakpoint
CREATE TABLE `keyed_ticket_numbers` (
	`centre_id` text NOT NULL,
	`prefix` text NOT NULL,
	`day` text NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `prefix`, `day`)
) WITHOUT ROWID;--> statement-breakpoint
INSERT INTO `keyed_ticket_numbers` (`centre_id`, `prefix`, `day`, `last`) SELECT `centre_id`, `prefix`, `day`, `last` FROM `ticket_numbers` ORDER BY centre_id, prefix, day;--> statement-breakpoint
DROP TABLE `ticket_numbers`;--> statement-breakpoint
ALTER TABLE `keyed_ticket_numbers` RENAME TO `ticket_numbers`;--> statement-breakpoint
CREATE TABLE `keyed_visit_hours` (
	`centre_id` text NOT NULL,
	`day` text NOT NULL,
	`hour` integer NOT NULL,
	`service_id` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`centre_id`, `day`, `hour`, `service_id`)
) WITHOUT ROWID;--> statement-breakpoint
INSERT INTO `keyed_visit_hours` (`centre_id`, `day`, `hour`, `service_id`, `counts`) SELECT `centre_id`, `day`, `hour`, `service_id`, `counts` FROM `visit_hours` ORDER BY centre_id, day, hour, service_id;--> statement-breakpoint
DROP TABLE `visit_hours`;--> statement-breakpoint
ALTER TABLE `keyed_visit_hours` RENAME TO `visit_hours`;--> statement-breakpoint
CREATE INDEX `spans_servings` ON `spans` (`centre_id`,`service_id`,`to_at`) WHERE kind = 'serving';--> statement-breakpoint
DROP INDEX `tickets_alive`;--> statement-breakpoint
CREATE INDEX `tickets_elsewhere` ON `tickets` (`centre_id`,`day`) WHERE ended_at is null and state <> 'waiting';
