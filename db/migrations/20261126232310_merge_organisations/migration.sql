ALTER TABLE "organisation" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "organisation" ADD COLUMN "merged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "organisation" ADD COLUMN "merge_reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "organisation_merged_of" ON "organisation" ("network_id","merged_into_id");--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_merged_into" FOREIGN KEY ("network_id","merged_into_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_merged_whole" CHECK ((merged_into_id is null) = (merged_at is null) and merged_into_id <> id);