CREATE TABLE "referral_rating" (
	"network_id" integer,
	"referral_id" uuid,
	"organisation_id" uuid NOT NULL,
	"grade" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"rated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "referral_rating_pkey" PRIMARY KEY("network_id","referral_id")
);
--> statement-breakpoint
ALTER TABLE "referral_rating" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "rating_of_organisation" ON "referral_rating" ("network_id","organisation_id");--> statement-breakpoint
ALTER TABLE "referral_rating" ADD CONSTRAINT "rating_referral" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_rating" ADD CONSTRAINT "rating_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "referral_rating" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true when exists (select 1 from referral r where r.network_id = referral_rating.network_id and r.id = referral_rating.referral_id and (select nullif(current_setting('app.tenant', true), '')::uuid) in (r.from_tenant_id, r.to_tenant_id)) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "referral_rating" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) and exists (select 1 from referral r where r.network_id = referral_rating.network_id and r.id = referral_rating.referral_id and r.organisation_id = referral_rating.organisation_id and r.state = 'closed'));--> statement-breakpoint
CREATE POLICY "system" ON "referral_rating" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);