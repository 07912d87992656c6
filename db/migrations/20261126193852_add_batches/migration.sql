CREATE TABLE "referral_batch" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"to_tenant_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"need" text NOT NULL,
	"need_text" text NOT NULL,
	"purpose" text NOT NULL,
	"sections" text[] NOT NULL,
	"personal" boolean NOT NULL,
	"grant_until" date NOT NULL,
	"other_reason" text NOT NULL,
	"size" smallint NOT NULL,
	"created_by_person_id" uuid NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "referral_batch_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "referral_batch_number" UNIQUE("network_id","from_tenant_id","number")
);
--> statement-breakpoint
ALTER TABLE "referral_batch" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral_batch_item" (
	"network_id" integer,
	"batch_id" uuid,
	"organisation_id" uuid,
	"from_tenant_id" uuid NOT NULL,
	"place" smallint NOT NULL,
	"referral_id" uuid,
	"referral_number" text,
	"refusal_code" text,
	"refusal_params" jsonb,
	"tried_at" timestamp with time zone,
	CONSTRAINT "referral_batch_item_pkey" PRIMARY KEY("network_id","batch_id","organisation_id"),
	CONSTRAINT "referral_batch_item_referral" UNIQUE("network_id","referral_id")
);
--> statement-breakpoint
ALTER TABLE "referral_batch_item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "referral_batch_sent" ON "referral_batch" ("network_id","from_tenant_id","created_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "referral_batch_to_of" ON "referral_batch" ("network_id","to_tenant_id");--> statement-breakpoint
CREATE INDEX "referral_batch_item_of_organisation" ON "referral_batch_item" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "referral_batch_item_sent" ON "referral_batch_item" ("network_id","from_tenant_id");--> statement-breakpoint
ALTER TABLE "referral_batch" ADD CONSTRAINT "referral_batch_from" FOREIGN KEY ("network_id","from_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_batch" ADD CONSTRAINT "referral_batch_to" FOREIGN KEY ("network_id","to_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_batch_item" ADD CONSTRAINT "referral_batch_item_batch" FOREIGN KEY ("network_id","batch_id") REFERENCES "referral_batch"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_batch_item" ADD CONSTRAINT "referral_batch_item_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_batch_item" ADD CONSTRAINT "referral_batch_item_from" FOREIGN KEY ("network_id","from_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "referral_batch" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "referral_batch" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "referral_batch" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "referral_batch_item" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "referral_batch_item" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from referral_batch b where b.network_id = referral_batch_item.network_id and b.id = referral_batch_item.batch_id) and exists (select 1 from organisation o where o.network_id = referral_batch_item.network_id and o.id = referral_batch_item.organisation_id));--> statement-breakpoint
CREATE POLICY "change" ON "referral_batch_item" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "referral_batch_item" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);