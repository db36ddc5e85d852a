CREATE INDEX `cards_personal` ON `cards` (`centre_id`,`state_since`) WHERE state in ('handed_over', 'expired') and citizen_cipher <> '';--> statement-breakpoint
CREATE INDEX `handovers_personal` ON `handovers` (`centre_id`,`at`) WHERE representative_cipher is not null;--> statement-breakpoint
CREATE INDEX `notices_personal` ON `notices` (`centre_id`,`queued_at`) WHERE phone_cipher <> '';--> statement-breakpoint
CREATE INDEX `tickets_personal` ON `tickets` (`centre_id`,`ended_at`) WHERE phone_hash is not null or citizen_hash is not null;