CREATE TABLE "queues" (
	"centre_id" text NOT NULL,
	"service_id" text NOT NULL,
	"class" text NOT NULL,
	"section" text NOT NULL,
	"waiting" integer NOT NULL,
	CONSTRAINT "queues_centre_id_service_id_class_section_pk" PRIMARY KEY("centre_id","service_id","class","section")
);
--> statement-breakpoint
CREATE INDEX "tickets_to_tell" ON "tickets" USING btree ("centre_id","waiting_since") WHERE state = 'waiting' and phone_hash is not null;--> statement-breakpoint
-- Those who wait already are counted once; from here on the counts are kept with each move.
INSERT INTO queues (centre_id, service_id, class, section, waiting) SELECT centre_id, service_id, class, section, count(*) FROM tickets WHERE state = 'waiting' GROUP BY centre_id, service_id, class, section;
