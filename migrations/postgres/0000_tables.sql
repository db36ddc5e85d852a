CREATE TABLE "calls" (
	"centre_id" text NOT NULL,
	"revision" integer NOT NULL,
	"ticket_id" text NOT NULL,
	"number" text NOT NULL,
	"counter_id" text NOT NULL,
	"counter_label" text NOT NULL,
	"staff_id" text NOT NULL,
	"at" bigint NOT NULL,
	"kind" text NOT NULL,
	"reason" jsonb,
	CONSTRAINT "calls_centre_id_revision_pk" PRIMARY KEY("centre_id","revision")
);
--> statement-breakpoint
CREATE TABLE "cards" (
	"serial" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"citizen_hash" text NOT NULL,
	"citizen_cipher" text NOT NULL,
	"phone_cipher" text,
	"language" text NOT NULL,
	"state" text NOT NULL,
	"state_since" bigint NOT NULL,
	"place" text,
	"blocked" boolean NOT NULL,
	"manifest_id" text,
	"ready_at" bigint,
	"revision" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "centres" (
	"id" text PRIMARY KEY NOT NULL,
	"name_ar" text NOT NULL,
	"name_en" text NOT NULL,
	"time_zone" text NOT NULL,
	"day_ends_at_min" integer NOT NULL,
	"hours" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"revision" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"label" text NOT NULL,
	"section" text,
	"capabilities" jsonb NOT NULL,
	"state" text NOT NULL,
	"staff_id" text,
	"services" jsonb NOT NULL,
	"pause_reason" text,
	"state_since" bigint NOT NULL,
	"free_since" bigint,
	"last_ticket_id" text,
	"last_service_id" text
);
--> statement-breakpoint
CREATE TABLE "custody" (
	"serial" text NOT NULL,
	"revision" integer NOT NULL,
	"centre_id" text NOT NULL,
	"action" text NOT NULL,
	"at" bigint NOT NULL,
	"staff_id" text,
	"from_place" text,
	"to_place" text,
	"why" text,
	CONSTRAINT "custody_serial_centre_id_revision_pk" PRIMARY KEY("serial","centre_id","revision")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"printer" text,
	"active" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"centre_id" text NOT NULL,
	"revision" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "events_centre_id_revision_ordinal_pk" PRIMARY KEY("centre_id","revision","ordinal")
);
--> statement-breakpoint
CREATE TABLE "handovers" (
	"serial" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"ticket_id" text NOT NULL,
	"identity" text NOT NULL,
	"old_card" boolean NOT NULL,
	"representative_cipher" text,
	"staff_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"kind" text NOT NULL,
	"serial" text NOT NULL,
	"manifest_id" text,
	"state" text NOT NULL,
	"note" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "manifests" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"origin" text NOT NULL,
	"fingerprint" text NOT NULL,
	"state" text NOT NULL,
	"expected" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"closed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"language" text NOT NULL,
	"phone_cipher" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"parts" integer,
	"failure" text,
	"queued_at" bigint NOT NULL,
	"sent_at" bigint
);
--> statement-breakpoint
CREATE TABLE "picks" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"ticket_id" text NOT NULL,
	"number" text NOT NULL,
	"serial" text NOT NULL,
	"place" text NOT NULL,
	"state" text NOT NULL,
	"created_at" bigint NOT NULL,
	"ended_at" bigint,
	"staff_id" text
);
--> statement-breakpoint
CREATE TABLE "places" (
	"centre_id" text NOT NULL,
	"code" text NOT NULL,
	"parent" text,
	"section" text NOT NULL,
	"kind" text NOT NULL,
	"capacity" integer NOT NULL,
	"name_ar" text NOT NULL,
	"name_en" text NOT NULL,
	CONSTRAINT "places_centre_id_code_pk" PRIMARY KEY("centre_id","code")
);
--> statement-breakpoint
CREATE TABLE "prints" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"ticket_id" text NOT NULL,
	"device_id" text NOT NULL,
	"state" text NOT NULL,
	"copy" boolean NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" bigint NOT NULL,
	"failure" text,
	"queued_at" bigint NOT NULL,
	"printed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "relay_cursors" (
	"centre_id" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "services" (
	"centre_id" text NOT NULL,
	"id" text NOT NULL,
	"prefix" text NOT NULL,
	"name_ar" text NOT NULL,
	"name_en" text NOT NULL,
	"requirements_ar" text NOT NULL,
	"requirements_en" text NOT NULL,
	"target_min" integer NOT NULL,
	"online_url" text,
	"works_on_cards" boolean NOT NULL,
	"position" integer NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "services_centre_id_id_pk" PRIMARY KEY("centre_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "spans" (
	"ticket_id" text NOT NULL,
	"revision" integer NOT NULL,
	"kind" text NOT NULL,
	"centre_id" text NOT NULL,
	"service_id" text NOT NULL,
	"counter_id" text,
	"staff_id" text,
	"from_at" bigint NOT NULL,
	"to_at" bigint NOT NULL,
	CONSTRAINT "spans_ticket_id_revision_kind_pk" PRIMARY KEY("ticket_id","revision","kind")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" text PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"roles" jsonb NOT NULL,
	"skills" jsonb NOT NULL,
	"centre_id" text,
	"active" boolean NOT NULL,
	"failed_sign_ins" integer NOT NULL,
	"locked_until" bigint
);
--> statement-breakpoint
CREATE TABLE "ticket_numbers" (
	"centre_id" text NOT NULL,
	"prefix" text NOT NULL,
	"day" text NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "ticket_numbers_centre_id_prefix_day_pk" PRIMARY KEY("centre_id","prefix","day")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"number" text NOT NULL,
	"day" text NOT NULL,
	"service_id" text NOT NULL,
	"class" text NOT NULL,
	"state" text NOT NULL,
	"language" text NOT NULL,
	"party" integer NOT NULL,
	"issued_at" bigint NOT NULL,
	"waiting_since" bigint NOT NULL,
	"state_since" bigint NOT NULL,
	"counter_id" text,
	"staff_id" text,
	"called_at" bigint,
	"recalls" integer NOT NULL,
	"ended_at" bigint,
	"outcome" text,
	"revision" integer NOT NULL,
	"requested_by" text NOT NULL,
	"request_id" text NOT NULL,
	"device_id" text,
	"card_serial" text,
	"phone_cipher" text,
	"phone_hash" text,
	"citizen_cipher" text,
	"citizen_hash" text
);
--> statement-breakpoint
CREATE INDEX "calls_ticket" ON "calls" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "cards_citizen" ON "cards" USING btree ("citizen_hash");--> statement-breakpoint
CREATE INDEX "cards_place" ON "cards" USING btree ("centre_id","place") WHERE place is not null;--> statement-breakpoint
CREATE INDEX "cards_manifest" ON "cards" USING btree ("manifest_id","state");--> statement-breakpoint
CREATE INDEX "counters_centre" ON "counters" USING btree ("centre_id");--> statement-breakpoint
CREATE UNIQUE INDEX "devices_token" ON "devices" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "devices_centre" ON "devices" USING btree ("centre_id");--> statement-breakpoint
CREATE INDEX "incidents_open" ON "incidents" USING btree ("centre_id","at") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_manifest" ON "incidents" USING btree ("manifest_id","kind","serial");--> statement-breakpoint
CREATE UNIQUE INDEX "manifests_fingerprint" ON "manifests" USING btree ("centre_id","fingerprint");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("kind","subject");--> statement-breakpoint
CREATE INDEX "notices_owed" ON "notices" USING btree ("due_at") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE UNIQUE INDEX "picks_ticket" ON "picks" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "picks_open" ON "picks" USING btree ("centre_id","created_at") WHERE state in ('open', 'picked');--> statement-breakpoint
CREATE INDEX "places_section" ON "places" USING btree ("centre_id","section","kind");--> statement-breakpoint
CREATE INDEX "prints_ticket" ON "prints" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "prints_owed" ON "prints" USING btree ("due_at") WHERE state in ('queued', 'printing');--> statement-breakpoint
CREATE UNIQUE INDEX "services_prefix" ON "services" USING btree ("centre_id","prefix");--> statement-breakpoint
CREATE INDEX "sessions_staff" ON "sessions" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "spans_recent" ON "spans" USING btree ("centre_id","kind","service_id","to_at");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_username" ON "staff" USING btree ("username");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_number" ON "tickets" USING btree ("centre_id","day","number");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_request" ON "tickets" USING btree ("centre_id","requested_by","request_id");--> statement-breakpoint
CREATE INDEX "tickets_waiting" ON "tickets" USING btree ("centre_id","service_id","class","waiting_since","revision") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "tickets_alive" ON "tickets" USING btree ("centre_id","day") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_at_counter" ON "tickets" USING btree ("counter_id") WHERE state in ('called', 'serving');--> statement-breakpoint
CREATE INDEX "tickets_phone" ON "tickets" USING btree ("phone_hash","issued_at") WHERE phone_hash is not null;