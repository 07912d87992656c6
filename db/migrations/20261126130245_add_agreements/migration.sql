CREATE TABLE "agreement" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"first_tenant_id" uuid NOT NULL,
	"first_scope_key" bigint NOT NULL,
	"second_tenant_id" uuid NOT NULL,
	"second_scope_key" bigint NOT NULL,
	"title" text NOT NULL,
	"first_duties" text NOT NULL,
	"second_duties" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	"standing" jsonb,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"proposed_at" timestamp with time zone,
	"first_signed_at" timestamp with time zone,
	"first_signatory" text DEFAULT '' NOT NULL,
	"second_signed_at" timestamp with time zone,
	"second_signatory" text DEFAULT '' NOT NULL,
	"in_force_at" timestamp with time zone,
	"over_at" timestamp with time zone,
	"over_reason" text DEFAULT '' NOT NULL,
	"paused_by" text,
	"paused_at" timestamp with time zone,
	"paused_reason" text DEFAULT '' NOT NULL,
	"drafted_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreement_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "agreement_number" UNIQUE("network_id","first_tenant_id","number"),
	CONSTRAINT "agreement_between_two" CHECK (first_tenant_id <> second_tenant_id),
	CONSTRAINT "agreement_signed_when_proposed" CHECK (proposed_at is not null or (first_signed_at is null and second_signed_at is null))
);
--> statement-breakpoint
ALTER TABLE "agreement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "agreement_event" (
	"network_id" integer,
	"agreement_id" uuid,
	"seq" integer,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"actor_tenant_id" uuid,
	"actor_person_id" uuid,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "agreement_event_pkey" PRIMARY KEY("network_id","agreement_id","seq")
);
--> statement-breakpoint
ALTER TABLE "agreement_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "agreement_id" uuid;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "standing_answer" text;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "agreement_id" uuid;--> statement-breakpoint
CREATE INDEX "agreement_first_of" ON "agreement" ("network_id","first_tenant_id","first_scope_key");--> statement-breakpoint
CREATE INDEX "agreement_second_of" ON "agreement" ("network_id","second_tenant_id","second_scope_key");--> statement-breakpoint
CREATE INDEX "agreement_lately" ON "agreement" ("network_id","updated_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "agreement_running" ON "agreement" ("until_on") WHERE state in ('signed', 'inForce');--> statement-breakpoint
CREATE INDEX "referral_agreement_of" ON "referral" ("network_id","agreement_id","accepted_at");--> statement-breakpoint
CREATE INDEX "referral_standing" ON "referral" ("submitted_at","id") WHERE state = 'submitted' and agreement_id is not null and standing_answer is null;--> statement-breakpoint
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_first" FOREIGN KEY ("network_id","first_tenant_id","first_scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_second" FOREIGN KEY ("network_id","second_tenant_id","second_scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "agreement_event" ADD CONSTRAINT "agreement_event_agreement" FOREIGN KEY ("network_id","agreement_id") REFERENCES "agreement"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_agreement" FOREIGN KEY ("network_id","agreement_id") REFERENCES "agreement"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "agreement" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when first_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when proposed_at is null then false when second_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when first_scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true when second_scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "agreement" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and first_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and proposed_at is null);--> statement-breakpoint
CREATE POLICY "change" ON "agreement" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when first_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when proposed_at is not null and second_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when first_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when proposed_at is not null and second_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "system" ON "agreement" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "agreement_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from agreement a where a.network_id = agreement_event.network_id and a.id = agreement_id));--> statement-breakpoint
CREATE POLICY "write" ON "agreement_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and actor_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from agreement a where a.network_id = agreement_event.network_id and a.id = agreement_id and (a.first_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or a.second_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "system" ON "agreement_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);