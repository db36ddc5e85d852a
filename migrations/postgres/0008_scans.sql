CREATE TABLE "scans" (
	"centre_id" text NOT NULL,
	"id" text NOT NULL,
	"serial" text NOT NULL,
	"staff_id" text,
	"at" bigint NOT NULL,
	"revision" integer NOT NULL,
	"warnings" jsonb NOT NULL,
	"before" jsonb NOT NULL,
	"undone_at" bigint,
	CONSTRAINT "scans_centre_id_id_pk" PRIMARY KEY("centre_id","id")
);
--> statement-breakpoint
CREATE INDEX "scans_age" ON "scans" USING btree ("at");