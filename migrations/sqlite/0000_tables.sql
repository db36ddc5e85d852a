CREATE TABLE `calls` (
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
);
--> statement-breakpoint
CREATE INDEX `calls_ticket` ON `calls` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `cards` (
	`serial` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`citizen_hash` text NOT NULL,
	`citizen_cipher` text NOT NULL,
	`phone_cipher` text,
	`language` text NOT NULL,
	`state` text NOT NULL,
	`state_since` integer NOT NULL,
	`place` text,
	`blocked` integer NOT NULL,
	`manifest_id` text,
	`ready_at` integer,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cards_citizen` ON `cards` (`citizen_hash`);--> statement-breakpoint
CREATE INDEX `cards_place` ON `cards` (`centre_id`,`place`) WHERE place is not null;--> statement-breakpoint
CREATE INDEX `cards_manifest` ON `cards` (`manifest_id`,`state`);--> statement-breakpoint
CREATE TABLE `centres` (
	`id` text PRIMARY KEY NOT NULL,
	`name_ar` text NOT NULL,
	`name_en` text NOT NULL,
	`time_zone` text NOT NULL,
	`day_ends_at_min` integer NOT NULL,
	`hours` text NOT NULL,
	`settings` text NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `counters` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`label` text NOT NULL,
	`section` text,
	`capabilities` text NOT NULL,
	`state` text NOT NULL,
	`staff_id` text,
	`services` text NOT NULL,
	`pause_reason` text,
	`state_since` integer NOT NULL,
	`free_since` integer,
	`last_ticket_id` text,
	`last_service_id` text
);
--> statement-breakpoint
CREATE INDEX `counters_centre` ON `counters` (`centre_id`);--> statement-breakpoint
CREATE TABLE `custody` (
	`serial` text NOT NULL,
	`revision` integer NOT NULL,
	`centre_id` text NOT NULL,
	`action` text NOT NULL,
	`at` integer NOT NULL,
	`staff_id` text,
	`from_place` text,
	`to_place` text,
	`why` text,
	PRIMARY KEY(`serial`, `centre_id`, `revision`)
);
--> statement-breakpoint
CREATE TABLE `devices` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`printer` text,
	`active` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `devices_token` ON `devices` (`token_hash`);--> statement-breakpoint
CREATE INDEX `devices_centre` ON `devices` (`centre_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`centre_id` text NOT NULL,
	`revision` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`data` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `revision`, `ordinal`)
);
--> statement-breakpoint
CREATE TABLE `handovers` (
	`serial` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`identity` text NOT NULL,
	`old_card` integer NOT NULL,
	`representative_cipher` text,
	`staff_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`kind` text NOT NULL,
	`serial` text NOT NULL,
	`manifest_id` text,
	`state` text NOT NULL,
	`note` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `incidents_open` ON `incidents` (`centre_id`,`at`) WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_manifest` ON `incidents` (`manifest_id`,`kind`,`serial`);--> statement-breakpoint
CREATE TABLE `manifests` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`origin` text NOT NULL,
	`fingerprint` text NOT NULL,
	`state` text NOT NULL,
	`expected` integer NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `manifests_fingerprint` ON `manifests` (`centre_id`,`fingerprint`);--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`language` text NOT NULL,
	`phone_cipher` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`parts` integer,
	`failure` text,
	`queued_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_once` ON `notices` (`kind`,`subject`);--> statement-breakpoint
CREATE INDEX `notices_owed` ON `notices` (`due_at`) WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE TABLE `picks` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`number` text NOT NULL,
	`serial` text NOT NULL,
	`place` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`staff_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `picks_ticket` ON `picks` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `picks_open` ON `picks` (`centre_id`,`created_at`) WHERE state in ('open', 'picked');--> statement-breakpoint
CREATE TABLE `places` (
	`centre_id` text NOT NULL,
	`code` text NOT NULL,
	`parent` text,
	`section` text NOT NULL,
	`kind` text NOT NULL,
	`capacity` integer NOT NULL,
	`name_ar` text NOT NULL,
	`name_en` text NOT NULL,
	PRIMARY KEY(`centre_id`, `code`)
);
--> statement-breakpoint
CREATE INDEX `places_section` ON `places` (`centre_id`,`section`,`kind`);--> statement-breakpoint
CREATE TABLE `prints` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`device_id` text NOT NULL,
	`state` text NOT NULL,
	`copy` integer NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`failure` text,
	`queued_at` integer NOT NULL,
	`printed_at` integer
);
--> statement-breakpoint
CREATE INDEX `prints_ticket` ON `prints` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `prints_owed` ON `prints` (`due_at`) WHERE state in ('queued', 'printing');--> statement-breakpoint
CREATE TABLE `relay_cursors` (
	`centre_id` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `services` (
	`centre_id` text NOT NULL,
	`id` text NOT NULL,
	`prefix` text NOT NULL,
	`name_ar` text NOT NULL,
	`name_en` text NOT NULL,
	`requirements_ar` text NOT NULL,
	`requirements_en` text NOT NULL,
	`target_min` integer NOT NULL,
	`online_url` text,
	`works_on_cards` integer NOT NULL,
	`position` integer NOT NULL,
	`active` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `services_prefix` ON `services` (`centre_id`,`prefix`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_staff` ON `sessions` (`staff_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `spans` (
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
);
--> statement-breakpoint
CREATE INDEX `spans_recent` ON `spans` (`centre_id`,`kind`,`service_id`,`to_at`);--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`roles` text NOT NULL,
	`skills` text NOT NULL,
	`centre_id` text,
	`active` integer NOT NULL,
	`failed_sign_ins` integer NOT NULL,
	`locked_until` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_username` ON `staff` (`username`);--> statement-breakpoint
CREATE TABLE `ticket_numbers` (
	`centre_id` text NOT NULL,
	`prefix` text NOT NULL,
	`day` text NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `prefix`, `day`)
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`centre_id` text NOT NULL,
	`number` text NOT NULL,
	`day` text NOT NULL,
	`service_id` text NOT NULL,
	`class` text NOT NULL,
	`state` text NOT NULL,
	`language` text NOT NULL,
	`party` integer NOT NULL,
	`issued_at` integer NOT NULL,
	`waiting_since` integer NOT NULL,
	`state_since` integer NOT NULL,
	`counter_id` text,
	`staff_id` text,
	`called_at` integer,
	`recalls` integer NOT NULL,
	`ended_at` integer,
	`outcome` text,
	`revision` integer NOT NULL,
	`requested_by` text NOT NULL,
	`request_id` text NOT NULL,
	`device_id` text,
	`card_serial` text,
	`phone_cipher` text,
	`phone_hash` text,
	`citizen_cipher` text,
	`citizen_hash` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_number` ON `tickets` (`centre_id`,`day`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_request` ON `tickets` (`centre_id`,`requested_by`,`request_id`);--> statement-breakpoint
CREATE INDEX `tickets_waiting` ON `tickets` (`centre_id`,`service_id`,`class`,`waiting_since`,`revision`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `tickets_alive` ON `tickets` (`centre_id`,`day`) WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_at_counter` ON `tickets` (`counter_id`) WHERE state in ('called', 'serving');--> statement-breakpoint
CREATE INDEX `tickets_phone` ON `tickets` (`phone_hash`,`issued_at`) WHERE phone_hash is not null;