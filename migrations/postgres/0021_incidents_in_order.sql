DROP INDEX "incidents_open";--> statement-breakpoint
CREATE INDEX "incidents_open" ON "incidents" USING btree ("centre_id","at","id") WHERE state = 'open';