CREATE TABLE `former_places` (
	`centre_id` text NOT NULL,
	`code` text NOT NULL,
	`how` text NOT NULL,
	`now` text,
	`staff_id` text,
	`at` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`centre_id`, `code`)
);
--> statement-breakpoint
CREATE INDEX `former_places_now` ON `former_places` (`centre_id`,`now`);--> statement-breakpoint
ALTER TABLE `places` ADD `taken` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `places_children` ON `places` (`centre_id`,`parent`,`code`);--> statement-breakpoint
CREATE INDEX `places_free` ON `places` (`centre_id`,`section`,`code`) WHERE kind = 'slot' and taken < capacity;--> statement-breakpoint
ALTER TABLE `prints` ADD `labels` text;--> statement-breakpoint
UPDATE places SET taken = (SELECT count(*) FROM cards WHERE cards.centre_id = places.centre_id AND cards.place = places.code) WHERE kind = 'slot';--> statement-breakpoint
UPDATE places SET
  taken = coalesce((SELECT sum(slots.taken) FROM places slots WHERE slots.centre_id = places.centre_id AND slots.section = places.section AND slots.kind = 'slot' AND slots.code LIKE places.code || '-%'), 0),
  capacity = coalesce((SELECT sum(slots.capacity) FROM places slots WHERE slots.centre_id = places.centre_id AND slots.section = places.section AND slots.kind = 'slot' AND slots.code LIKE places.code || '-%'), 0)
WHERE kind IN ('section', 'cabinet', 'drawer');
