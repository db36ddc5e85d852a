DROP INDEX `incidents_open`;--> statement-breakpoint
CREATE INDEX `incidents_open` ON `incidents` (`centre_id`,`at`,`id`) WHERE state = 'open';