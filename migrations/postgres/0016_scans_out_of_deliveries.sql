CREATE TABLE "manifest_scans" (
	"centre_id" text NOT NULL,
	"id" text NOT NULL,
	"manifest_id" text NOT NULL,
	"serial" text NOT NULL,
	"outcome" text NOT NULL,
	"state" text,
	"at" bigint NOT NULL,
	CONSTRAINT "manifest_scans_centre_id_id_pk" PRIMARY KEY("centre_id","id")
);
--> statement-breakpoint
CREATE INDEX "manifest_scans_age" ON "manifest_scans" USING btree ("at");