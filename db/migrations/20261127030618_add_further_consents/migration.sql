CREATE TABLE "referral_supplement" (
	"network_id" integer,
	"consent_id" uuid,
	"referral_id" uuid NOT NULL,
	"sections" jsonb NOT NULL,
	"people" jsonb NOT NULL,
	"digest" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "referral_supplement_pkey" PRIMARY KEY("network_id","consent_id")
);
--> statement-breakpoint
ALTER TABLE "referral_supplement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "asked_section" text;--> statement-breakpoint
ALTER TABLE "consent" ADD COLUMN "information_round" smallint;--> statement-breakpoint
CREATE INDEX "supplement_of_referral" ON "referral_supplement" ("network_id","referral_id");--> statement-breakpoint
ALTER TABLE "referral_supplement" ADD CONSTRAINT "supplement_snapshot" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral_snapshot"("network_id","referral_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "referral_supplement" ADD CONSTRAINT "supplement_consent" FOREIGN KEY ("network_id","consent_id") REFERENCES "consent"("network_id","id") ON DELETE CASCADE;--> statement-breakpoint
CREATE POLICY "read" ON "referral_supplement" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from consent c where c.network_id = referral_supplement.network_id and c.id = consent_id));--> statement-breakpoint
CREATE POLICY "write" ON "referral_supplement" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from consent c where c.network_id = referral_supplement.network_id and c.id = consent_id and c.referral_id = referral_supplement.referral_id and c.from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and c.state = 'signed' and c.information_round is not null and array(select jsonb_object_keys(referral_supplement.sections)) <@ c.sections and (c.personal or referral_supplement.people = '[]')));--> statement-breakpoint
CREATE POLICY "system" ON "referral_supplement" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);