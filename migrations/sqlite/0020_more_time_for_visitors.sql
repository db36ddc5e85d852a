ALTER TABLE `tickets` ADD `away_until` integer;--> statement-breakpoint
ALTER TABLE `tickets` ADD `put_offs` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `tickets_away` ON `tickets` (`centre_id`,`away_until`) WHERE away_until is not null;