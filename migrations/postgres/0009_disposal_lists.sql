CREATE TABLE "disposal_cards" (
	"disposal_id" text NOT NULL,
	"centre_id" text NOT NULL,
	"serial" text NOT NULL,
	"scanned_by" text,
	"scanned_at" bigint,
	"outcome" text,
	CONSTRAINT "disposal_cards_disposal_id_serial_pk" PRIMARY KEY("disposal_id","serial")
);
--> statement-breakpoint
CREATE TABLE "disposals" (
	"id" text PRIMARY KEY NOT NULL,
	"centre_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" bigint NOT NULL,
	"confirmed_by" text,
	"closed_at" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "disposal_cards_open" ON "disposal_cards" USING btree ("centre_id","serial") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "disposals_centre" ON "disposals" USING btree ("centre_id","made_at");