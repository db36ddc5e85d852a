CREATE TABLE "visit_hours" (
	"centre_id" text NOT NULL,
	"day" text NOT NULL,
	"hour" integer NOT NULL,
	"service_id" text NOT NULL,
	"kind" text NOT NULL,
	"up_to_sec" integer NOT NULL,
	"weekday" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "visit_hours_centre_id_day_hour_service_id_kind_up_to_sec_pk" PRIMARY KEY("centre_id","day","hour","service_id","kind","up_to_sec")
);
