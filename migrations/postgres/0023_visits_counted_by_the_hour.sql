CREATE TABLE "visit_hours" (
	"centre_id" text NOT NULL,
	"day" text NOT NULL,
	"hour" integer NOT NULL,
	"service_id" text NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "visit_hours_centre_id_day_hour_service_id_pk" PRIMARY KEY("centre_id","day","hour","service_id")
);
