CREATE TABLE "enquiry" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"need" text NOT NULL,
	"field" text NOT NULL,
	"stage" text NOT NULL,
	"division_code" text NOT NULL,
	"question" text NOT NULL,
	"asked_by_name" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"organisation_id" uuid NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"clock_started_at" timestamp with time zone NOT NULL,
	"calendar_version" text NOT NULL,
	"next_clock_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"chosen_tenant_id" uuid,
	"settled_at" timestamp with time zone,
	"settled_reason" text DEFAULT '' NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "enquiry_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "enquiry_number" UNIQUE("network_id","from_tenant_id","number")
);
--> statement-breakpoint
ALTER TABLE "enquiry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "enquiry_event" (
	"network_id" integer,
	"id" uuid,
	"enquiry_id" uuid NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"tenant_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"result" text NOT NULL,
	"actor_tenant_id" uuid,
	"actor_person_id" uuid,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "enquiry_event_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "enquiry_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "enquiry_target" (
	"network_id" integer,
	"id" uuid,
	"enquiry_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"number" text NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"need" text NOT NULL,
	"field" text NOT NULL,
	"stage" text NOT NULL,
	"division_code" text NOT NULL,
	"question" text NOT NULL,
	"asked_by_name" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"answer" text DEFAULT 'awaited' NOT NULL,
	"can_from" date,
	"capacity" integer,
	"reason_code" text,
	"words" text DEFAULT '' NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by_name" text DEFAULT '' NOT NULL,
	"outcome" text,
	"outcome_at" timestamp with time zone,
	CONSTRAINT "enquiry_target_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "enquiry_target_once" UNIQUE("network_id","enquiry_id","tenant_id")
);
--> statement-breakpoint
ALTER TABLE "enquiry_target" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "enquiry_id" uuid;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "enquiry_id" uuid;--> statement-breakpoint
CREATE INDEX "enquiry_sent" ON "enquiry" ("network_id","from_tenant_id","asked_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "enquiry_of_organisation" ON "enquiry" ("network_id","organisation_id","need","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "enquiry_one_under_way" ON "enquiry" ("network_id","from_tenant_id","organisation_id","need") WHERE state in ('open', 'toChoose');--> statement-breakpoint
CREATE INDEX "enquiry_chosen_of" ON "enquiry" ("network_id","chosen_tenant_id");--> statement-breakpoint
CREATE INDEX "enquiry_clock" ON "enquiry" ("next_clock_at") WHERE next_clock_at is not null;--> statement-breakpoint
CREATE INDEX "enquiry_event_of" ON "enquiry_event" ("network_id","enquiry_id","at","id");--> statement-breakpoint
CREATE INDEX "enquiry_target_asked" ON "enquiry_target" ("network_id","tenant_id","asked_at" DESC,"id" DESC);--> statement-breakpoint
CREATE INDEX "enquiry_target_sent" ON "enquiry_target" ("network_id","from_tenant_id");--> statement-breakpoint
CREATE INDEX "referral_enquiry_of" ON "referral" ("network_id","enquiry_id");--> statement-breakpoint
ALTER TABLE "enquiry" ADD CONSTRAINT "enquiry_from" FOREIGN KEY ("network_id","from_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "enquiry" ADD CONSTRAINT "enquiry_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "enquiry" ADD CONSTRAINT "enquiry_chosen" FOREIGN KEY ("network_id","chosen_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "enquiry_event" ADD CONSTRAINT "enquiry_event_enquiry" FOREIGN KEY ("network_id","enquiry_id") REFERENCES "enquiry"("network_id","id");--> statement-breakpoint
ALTER TABLE "enquiry_target" ADD CONSTRAINT "enquiry_target_enquiry" FOREIGN KEY ("network_id","enquiry_id") REFERENCES "enquiry"("network_id","id");--> statement-breakpoint
ALTER TABLE "enquiry_target" ADD CONSTRAINT "enquiry_target_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "enquiry_target" ADD CONSTRAINT "enquiry_target_from" FOREIGN KEY ("network_id","from_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_enquiry" FOREIGN KEY ("network_id","enquiry_id") REFERENCES "enquiry"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "enquiry" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "enquiry" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from organisation o where o.network_id = enquiry.network_id and o.id = enquiry.organisation_id));--> statement-breakpoint
CREATE POLICY "change" ON "enquiry" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "enquiry" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "enquiry_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "enquiry_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and actor_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and (exists (select 1 from enquiry e where e.network_id = enquiry_event.network_id and e.id = enquiry_event.enquiry_id and e.from_tenant_id = enquiry_event.from_tenant_id) or exists (select 1 from enquiry_target t where t.network_id = enquiry_event.network_id and t.enquiry_id = enquiry_event.enquiry_id and t.from_tenant_id = enquiry_event.from_tenant_id and t.tenant_id = enquiry_event.tenant_id and t.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "system" ON "enquiry_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "enquiry_target" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "enquiry_target" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from enquiry e where e.network_id = enquiry_target.network_id and e.id = enquiry_target.enquiry_id));--> statement-breakpoint
CREATE POLICY "change" ON "enquiry_target" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "system" ON "enquiry_target" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);