CREATE TABLE "case_task" (
	"network_id" integer,
	"id" uuid,
	"case_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"step_id" text,
	"ordinal" smallint NOT NULL,
	"holder" text NOT NULL,
	"holder_tenant_id" uuid,
	"subject" text,
	"of_task_id" uuid,
	"state" text NOT NULL,
	"opens_on" date,
	"started_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"calendar_version" text DEFAULT '' NOT NULL,
	"reminded_at" timestamp with time zone,
	"level" smallint DEFAULT 0 NOT NULL,
	"next_clock_at" timestamp with time zone,
	"result" text,
	"reason" text DEFAULT '' NOT NULL,
	"records" jsonb DEFAULT '{}' NOT NULL,
	"marks" jsonb DEFAULT '{}' NOT NULL,
	"verdicts" jsonb DEFAULT '[]' NOT NULL,
	"mark" smallint,
	"done_at" timestamp with time zone,
	"done_by_person_id" uuid,
	"done_by_name" text DEFAULT '' NOT NULL,
	CONSTRAINT "case_task_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "case_task_open" CHECK ((state = 'open') <= (started_at is not null and due_at is not null)),
	CONSTRAINT "case_task_done" CHECK ((state = 'done') = (done_at is not null))
);
--> statement-breakpoint
ALTER TABLE "case_task" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "incubation_call" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"opens_on" date NOT NULL,
	"closes_on" date NOT NULL,
	"places" integer NOT NULL,
	"state" text DEFAULT 'published' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"person_name" text NOT NULL,
	CONSTRAINT "incubation_call_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "incubation_call_number" UNIQUE("network_id","tenant_id","number")
);
--> statement-breakpoint
ALTER TABLE "incubation_call" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "incubation_case" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"organisation_name" text NOT NULL,
	"organisation_kind" text NOT NULL,
	"stage" text NOT NULL,
	"field" text NOT NULL,
	"division_code" text NOT NULL,
	"number" text,
	"call_id" uuid,
	"referral_id" uuid,
	"is_by_organisation" boolean NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"end_reason" text DEFAULT '' NOT NULL,
	"rules_version" integer NOT NULL,
	"application" jsonb NOT NULL,
	"verdicts" jsonb NOT NULL,
	"preferences" smallint DEFAULT 0 NOT NULL,
	"warnings" smallint DEFAULT 0 NOT NULL,
	"holder_tenant_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"next_due_at" timestamp with time zone,
	"submitted_at" timestamp with time zone,
	"admitted_on" date,
	"ends_on" date,
	"extended_months" smallint DEFAULT 0 NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"follow_until" date,
	"ended_at" timestamp with time zone,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incubation_case_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "incubation_case_place" UNIQUE("network_id","id","tenant_id","scope_key"),
	CONSTRAINT "incubation_case_number" UNIQUE("network_id","tenant_id","number"),
	CONSTRAINT "incubation_case_ended" CHECK ((state = 'ended') = (ended_at is not null)),
	CONSTRAINT "incubation_case_submitted" CHECK ((state = 'draft') = (submitted_at is null) or state = 'ended')
);
--> statement-breakpoint
ALTER TABLE "incubation_case" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "case_event" (
	"network_id" integer,
	"id" uuid,
	"case_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"action" text NOT NULL,
	"task_kind" text,
	"step_id" text,
	"result" text,
	"state" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"is_for_organisation" boolean NOT NULL,
	"actor_tenant_id" uuid,
	"actor_person_id" uuid,
	"actor_name" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_event_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "case_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "case_notice" (
	"network_id" integer,
	"case_id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"organisation_name" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_notice_pkey" PRIMARY KEY("network_id","case_id")
);
--> statement-breakpoint
ALTER TABLE "case_notice" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "case_objection" (
	"network_id" integer,
	"id" uuid,
	"case_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"contact" text NOT NULL,
	"words" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by_name" text DEFAULT '' NOT NULL,
	CONSTRAINT "case_objection_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "case_objection" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "case_paper" (
	"network_id" integer,
	"id" uuid,
	"case_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"record_id" text NOT NULL,
	"task_id" uuid,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" bytea NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_paper_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "case_paper" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "case_service" (
	"network_id" integer,
	"id" uuid,
	"case_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"service_id" text NOT NULL,
	"on_day" date NOT NULL,
	"minutes" integer NOT NULL,
	"words" text NOT NULL,
	"person_name" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_service_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "case_service" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "residency_agreement" (
	"network_id" integer,
	"case_id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"number" text NOT NULL,
	"clauses" jsonb NOT NULL,
	"months" integer NOT NULL,
	"digest" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"tenant_signature" jsonb,
	"organisation_signature" jsonb,
	CONSTRAINT "residency_agreement_pkey" PRIMARY KEY("network_id","case_id")
);
--> statement-breakpoint
ALTER TABLE "residency_agreement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "case_id" uuid;--> statement-breakpoint
CREATE INDEX "case_task_of" ON "case_task" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_task_by_due" ON "case_task" ("network_id","due_at","id","scope_key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "case_task_held" ON "case_task" ("network_id","holder_tenant_id","due_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "case_task_holder_of" ON "case_task" ("network_id","holder_tenant_id");--> statement-breakpoint
CREATE INDEX "case_task_clock" ON "case_task" ("next_clock_at") WHERE next_clock_at is not null;--> statement-breakpoint
CREATE INDEX "incubation_call_place" ON "incubation_call" ("tenant_id","network_id","scope_key");--> statement-breakpoint
CREATE INDEX "incubation_call_by_end" ON "incubation_call" ("network_id","closes_on" DESC,"id" DESC);--> statement-breakpoint
CREATE UNIQUE INDEX "incubation_case_one_open" ON "incubation_case" ("network_id","tenant_id","organisation_id") WHERE state <> 'ended';--> statement-breakpoint
CREATE INDEX "incubation_case_by_change" ON "incubation_case" ("network_id","updated_at" DESC,"id" DESC,"scope_key");--> statement-breakpoint
CREATE INDEX "incubation_case_by_due" ON "incubation_case" ("network_id","next_due_at","id","scope_key") WHERE next_due_at is not null;--> statement-breakpoint
CREATE INDEX "incubation_case_of_tenant" ON "incubation_case" ("network_id","tenant_id","next_due_at","id");--> statement-breakpoint
CREATE INDEX "incubation_case_of_organisation" ON "incubation_case" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "incubation_case_of_call" ON "incubation_case" ("network_id","call_id");--> statement-breakpoint
CREATE INDEX "incubation_case_of_referral" ON "incubation_case" ("network_id","referral_id");--> statement-breakpoint
CREATE INDEX "incubation_case_tenant_place" ON "incubation_case" ("tenant_id","network_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_event_of" ON "case_event" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_notice_of" ON "case_notice" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_notice_by_end" ON "case_notice" ("ends_at");--> statement-breakpoint
CREATE INDEX "case_objection_of" ON "case_objection" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_paper_of" ON "case_paper" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_service_of" ON "case_service" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "residency_agreement_of" ON "residency_agreement" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
ALTER TABLE "case_task" ADD CONSTRAINT "case_task_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "case_task" ADD CONSTRAINT "case_task_holder" FOREIGN KEY ("network_id","holder_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "incubation_call" ADD CONSTRAINT "incubation_call_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "incubation_case" ADD CONSTRAINT "incubation_case_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "incubation_case" ADD CONSTRAINT "incubation_case_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "incubation_case" ADD CONSTRAINT "incubation_case_call" FOREIGN KEY ("network_id","call_id") REFERENCES "incubation_call"("network_id","id");--> statement-breakpoint
ALTER TABLE "incubation_case" ADD CONSTRAINT "incubation_case_referral" FOREIGN KEY ("network_id","referral_id") REFERENCES "referral"("network_id","id");--> statement-breakpoint
ALTER TABLE "case_event" ADD CONSTRAINT "case_event_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "case_notice" ADD CONSTRAINT "case_notice_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "case_objection" ADD CONSTRAINT "case_objection_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "case_objection" ADD CONSTRAINT "case_objection_notice" FOREIGN KEY ("network_id","case_id") REFERENCES "case_notice"("network_id","case_id");--> statement-breakpoint
ALTER TABLE "case_paper" ADD CONSTRAINT "case_paper_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "case_service" ADD CONSTRAINT "case_service_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "residency_agreement" ADD CONSTRAINT "residency_agreement_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
CREATE POLICY "read" ON "case_task" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "write" ON "case_task" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_task.network_id and c.id = case_task.case_id and c.organisation_id = case_task.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end));--> statement-breakpoint
CREATE POLICY "change" ON "case_task" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_task.network_id and c.id = case_task.case_id and c.organisation_id = case_task.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_task.network_id and c.id = case_task.case_id and c.organisation_id = case_task.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end));--> statement-breakpoint
CREATE POLICY "system" ON "case_task" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "incubation_call" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "write" ON "incubation_call" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "incubation_call" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "incubation_call" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "incubation_case" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when submitted_at is null then case when is_by_organisation then organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) else tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) end when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "write" ON "incubation_case" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and state = 'draft' and case when is_by_organisation then organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) else tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from organisation o where o.network_id = incubation_case.network_id and o.id = incubation_case.organisation_id) end);--> statement-breakpoint
CREATE POLICY "change" ON "incubation_case" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) and (select nullif(current_setting('app.tenant', true), '')::uuid) = any (holder_tenant_ids) end and case when submitted_at is null then is_by_organisation = ((select nullif(current_setting('app.organisation', true), '')::uuid) is not null) else true end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "system" ON "incubation_case" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "case_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else is_for_organisation and organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "write" ON "case_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_event.network_id and c.id = case_event.case_id and c.organisation_id = case_event.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end) and actor_tenant_id is not distinct from (select nullif(current_setting('app.tenant', true), '')::uuid) and (is_for_organisation or (select nullif(current_setting('app.tenant', true), '')::uuid) is not null));--> statement-breakpoint
CREATE POLICY "system" ON "case_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "case_notice" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int));--> statement-breakpoint
CREATE POLICY "write" ON "case_notice" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_notice.network_id and c.id = case_notice.case_id and c.organisation_id = case_notice.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end));--> statement-breakpoint
CREATE POLICY "system" ON "case_notice" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "case_objection" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "case_objection" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "case_objection" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "case_paper" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_paper.network_id and c.id = case_paper.case_id and c.organisation_id = case_paper.organisation_id) and (purpose <> 'record' or (select nullif(current_setting('app.tenant', true), '')::uuid) is not null));--> statement-breakpoint
CREATE POLICY "write" ON "case_paper" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_paper.network_id and c.id = case_paper.case_id and c.organisation_id = case_paper.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end) and (purpose <> 'record' or (select nullif(current_setting('app.tenant', true), '')::uuid) is not null));--> statement-breakpoint
CREATE POLICY "erase" ON "case_paper" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = case_paper.network_id and c.id = case_paper.case_id and c.organisation_id = case_paper.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end) and purpose = 'application');--> statement-breakpoint
CREATE POLICY "system" ON "case_paper" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "case_service" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "write" ON "case_service" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "case_service" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "residency_agreement" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "write" ON "residency_agreement" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = residency_agreement.network_id and c.id = residency_agreement.case_id and c.organisation_id = residency_agreement.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end));--> statement-breakpoint
CREATE POLICY "change" ON "residency_agreement" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = residency_agreement.network_id and c.id = residency_agreement.case_id and c.organisation_id = residency_agreement.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from incubation_case c where c.network_id = residency_agreement.network_id and c.id = residency_agreement.case_id and c.organisation_id = residency_agreement.organisation_id and case when c.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when c.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else (select nullif(current_setting('app.tenant', true), '')::uuid) = any (c.holder_tenant_ids) end));--> statement-breakpoint
CREATE POLICY "system" ON "residency_agreement" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);