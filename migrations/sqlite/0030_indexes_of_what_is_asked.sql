DROP INDEX `spans_recent`;--> statement-breakpoint
CREATE INDEX `spans_servings` ON `spans` (`centre_id`,`service_id`,`to_at`) WHERE kind = 'serving';--> statement-breakpoint
DROP INDEX `tickets_alive`;--> statement-breakpoint
CREATE INDEX `tickets_elsewhere` ON `tickets` (`centre_id`,`day`) WHERE ended_at is null and state <> 'waiting';