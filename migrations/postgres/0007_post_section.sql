ALTER TABLE "custody" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "custody" ADD COLUMN "seq" integer;--> statement-breakpoint
ALTER TABLE "custody" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "owner_id" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "remark" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "closed_at" bigint;--> statement-breakpoint
ALTER TABLE "manifests" ADD COLUMN "rejected" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "custody_chain" ON "custody" USING btree ("centre_id","seq");