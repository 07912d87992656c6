CREATE TABLE "filing" (
	"network_id" integer,
	"id" uuid,
	"organisation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"state" text NOT NULL,
	"number" text,
	"division_code" text NOT NULL,
	"responsible_name" text NOT NULL,
	"members" integer,
	"field" text NOT NULL,
	"activities" text DEFAULT '' NOT NULL,
	"venue" text NOT NULL,
	"applied_at" timestamp with time zone NOT NULL,
	"applied_by_name" text NOT NULL,
	"decided_at" timestamp with time zone,
	"filed_on" date,
	"valid_until" date,
	"renewed_at" timestamp with time zone,
	"reason" text DEFAULT '' NOT NULL,
	"over_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "filing_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "filing_number_when_filed" CHECK ((filed_on is null) = (number is null)),
	CONSTRAINT "filing_members_counted" CHECK (members > 0)
);
--> statement-breakpoint
ALTER TABLE "filing" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "filing_event" (
	"network_id" integer,
	"filing_id" uuid,
	"seq" integer,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"to_state" text NOT NULL,
	"actor_tenant_id" uuid,
	"actor_person_id" uuid,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "filing_event_pkey" PRIMARY KEY("network_id","filing_id","seq")
);
--> statement-breakpoint
ALTER TABLE "filing_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "filing_open" ON "filing" ("network_id","organisation_id") WHERE state in ('applied', 'filed');--> statement-breakpoint
CREATE INDEX "filing_of" ON "filing" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "filing_by" ON "filing" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "filing_lately" ON "filing" ("network_id","updated_at" DESC,"id" DESC,"scope_key");--> statement-breakpoint
CREATE INDEX "filing_ending" ON "filing" ("network_id",coalesce(valid_until, '2199-12-31'::date),"id","scope_key");--> statement-breakpoint
ALTER TABLE "filing" ADD CONSTRAINT "filing_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "filing" ADD CONSTRAINT "filing_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "filing_event" ADD CONSTRAINT "filing_event_filing" FOREIGN KEY ("network_id","filing_id") REFERENCES "filing"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "filing" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "filing" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from organisation o where o.network_id = filing.network_id and o.id = filing.organisation_id and o.tenant_id = filing.tenant_id) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then state = 'applied' else false end);--> statement-breakpoint
CREATE POLICY "change" ON "filing" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "filing" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "filing_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from filing f where f.network_id = filing_event.network_id and f.id = filing_id));--> statement-breakpoint
CREATE POLICY "write" ON "filing_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and actor_tenant_id is not distinct from (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from filing f where f.network_id = filing_event.network_id and f.id = filing_id and case when f.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when f.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then f.state = 'applied' else false end));--> statement-breakpoint
CREATE POLICY "system" ON "filing_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);