DROP INDEX "handovers_personal";--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "receipt" text;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "signature_cipher" text;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "exceptions" jsonb;--> statement-breakpoint
ALTER TABLE "handovers" ADD COLUMN "second_id" text;--> statement-breakpoint
CREATE INDEX "handovers_personal" ON "handovers" USING btree ("centre_id","at") WHERE representative_cipher is not null or signature_cipher is not null;