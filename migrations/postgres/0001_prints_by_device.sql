DROP INDEX "prints_owed";--> statement-breakpoint
CREATE INDEX "prints_owed" ON "prints" USING btree ("device_id","queued_at","id") WHERE state in ('queued', 'printing');