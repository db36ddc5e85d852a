ALTER TABLE `tickets` ADD `played_p50` integer;--> statement-breakpoint
ALTER TABLE `tickets` ADD `played_p90` integer;