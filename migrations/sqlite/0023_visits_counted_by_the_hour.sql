CREATE TABLE `visit_hours` (
	`centre_id` text NOT NULL,
	`day` text NOT NULL,
	`hour` integer NOT NULL,
	`service_id` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`centre_id`, `day`, `hour`, `service_id`)
);
