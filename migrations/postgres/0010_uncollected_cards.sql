CREATE TABLE "box_cards" (
	"box_id" text NOT NULL,
	"serial" text NOT NULL,
	"packed_by" text NOT NULL,
	"packed_at" bigint NOT NULL,
	"outcome" text,
	CONSTRAINT "box_cards_box_id_serial_pk" PRIMARY KEY("box_id","serial")
);
--> statement-breakpoint
CREATE TABLE "boxes" (
	"id" text PRIMARY KEY NOT NULL,
	"from_centre_id" text NOT NULL,
	"to_centre_id" text NOT NULL,
	"state" text NOT NULL,
	"seal" text,
	"made_by" text NOT NULL,
	"made_at" bigint NOT NULL,
	"sealed_by" text,
	"sealed_at" bigint,
	"closed_by" text,
	"closed_at" bigint
);
--> statement-breakpoint
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
CREATE UNIQUE INDEX "box_cards_inside" ON "box_cards" USING btree ("serial") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "boxes_from" ON "boxes" USING btree ("from_centre_id","made_at");--> statement-breakpoint
CREATE INDEX "boxes_to" ON "boxes" USING btree ("to_centre_id","made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "disposal_cards_open" ON "disposal_cards" USING btree ("centre_id","serial") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "disposals_centre" ON "disposals" USING btree ("centre_id","made_at");--> statement-breakpoint
CREATE INDEX "cards_uncollected" ON "cards" USING btree ("centre_id","ready_at") WHERE state = 'shelved';