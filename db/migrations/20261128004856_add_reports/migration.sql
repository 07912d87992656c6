CREATE TABLE "report" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"kind" text NOT NULL,
	"bucket" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"remind_at" timestamp with time zone NOT NULL,
	"calendar_version" text NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"reminded_at" timestamp with time zone,
	"level" smallint DEFAULT 0 NOT NULL,
	"next_look_at" timestamp with time zone,
	"submitted_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"remarks" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "report_once" UNIQUE("network_id","kind","bucket","tenant_id"),
	CONSTRAINT "report_settled_whole" CHECK ((settled_at is not null) = (state in ('accepted', 'excused')))
);
--> statement-breakpoint
ALTER TABLE "report" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "report_draft" (
	"network_id" integer,
	"report_id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"figures" jsonb,
	"known_on" date,
	"compiled_at" timestamp with time zone,
	"narrative" jsonb DEFAULT '{}' NOT NULL,
	"appraisals" jsonb DEFAULT '[]' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"person_name" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_draft_pkey" PRIMARY KEY("network_id","report_id")
);
--> statement-breakpoint
ALTER TABLE "report_draft" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "report_event" (
	"network_id" integer,
	"report_id" uuid,
	"seq" integer,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"to_state" text NOT NULL,
	"actor_tenant_id" uuid,
	"actor_side" text,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "report_event_pkey" PRIMARY KEY("network_id","report_id","seq")
);
--> statement-breakpoint
ALTER TABLE "report_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "report_restatement" (
	"network_id" integer,
	"id" uuid,
	"report_id" uuid NOT NULL,
	"indicator" text NOT NULL,
	"old_value" double precision,
	"new_value" double precision,
	"known_on" date NOT NULL,
	"reason" text NOT NULL,
	"person_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_restatement_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "report_restatement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "report_round" (
	"network_id" integer,
	"kind" text,
	"bucket" text,
	"opened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_round_pkey" PRIMARY KEY("network_id","kind","bucket")
);
--> statement-breakpoint
ALTER TABLE "report_round" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "report_sample" (
	"network_id" integer,
	"report_id" uuid,
	"seq" integer,
	"ordinal" smallint,
	"seed" text NOT NULL,
	"fact_id" bigint NOT NULL,
	"finding" text,
	"words" text DEFAULT '' NOT NULL,
	"found_by_name" text DEFAULT '' NOT NULL,
	"found_at" timestamp with time zone,
	CONSTRAINT "report_sample_pkey" PRIMARY KEY("network_id","report_id","seq","ordinal"),
	CONSTRAINT "report_sample_found_whole" CHECK ((finding is not null) = (found_at is not null))
);
--> statement-breakpoint
ALTER TABLE "report_sample" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "report_submission" (
	"network_id" integer,
	"report_id" uuid,
	"seq" integer,
	"figures" jsonb NOT NULL,
	"known_on" date NOT NULL,
	"compiled_at" timestamp with time zone NOT NULL,
	"narrative" jsonb DEFAULT '{}' NOT NULL,
	"appraisals" jsonb DEFAULT '[]' NOT NULL,
	"person_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_submission_pkey" PRIMARY KEY("network_id","report_id","seq")
);
--> statement-breakpoint
ALTER TABLE "report_submission" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "report_id" uuid;--> statement-breakpoint
CREATE INDEX "report_of" ON "report" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "report_stretch" ON "report" ("network_id","kind","bucket","scope_key");--> statement-breakpoint
CREATE INDEX "report_lately" ON "report" ("network_id","updated_at" DESC,"id" DESC,"scope_key");--> statement-breakpoint
CREATE INDEX "report_ending" ON "report" ("network_id","due_at","id","scope_key");--> statement-breakpoint
CREATE INDEX "report_clock" ON "report" ("next_look_at") WHERE next_look_at is not null;--> statement-breakpoint
CREATE INDEX "report_draft_of" ON "report_draft" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "report_restatement_of" ON "report_restatement" ("network_id","report_id","at");--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "report_draft" ADD CONSTRAINT "report_draft_report" FOREIGN KEY ("network_id","report_id") REFERENCES "report"("network_id","id");--> statement-breakpoint
ALTER TABLE "report_draft" ADD CONSTRAINT "report_draft_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "report_event" ADD CONSTRAINT "report_event_report" FOREIGN KEY ("network_id","report_id") REFERENCES "report"("network_id","id");--> statement-breakpoint
ALTER TABLE "report_restatement" ADD CONSTRAINT "report_restatement_report" FOREIGN KEY ("network_id","report_id") REFERENCES "report"("network_id","id");--> statement-breakpoint
ALTER TABLE "report_round" ADD CONSTRAINT "report_round_network_id_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id");--> statement-breakpoint
ALTER TABLE "report_sample" ADD CONSTRAINT "report_sample_submission" FOREIGN KEY ("network_id","report_id","seq") REFERENCES "report_submission"("network_id","report_id","seq");--> statement-breakpoint
ALTER TABLE "report_submission" ADD CONSTRAINT "report_submission_report" FOREIGN KEY ("network_id","report_id") REFERENCES "report"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "report" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "change" ON "report" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else exists (select 1 from tenant t where t.network_id = report.network_id and t.id = report.tenant_id and t.parent_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else exists (select 1 from tenant t where t.network_id = report.network_id and t.id = report.tenant_id and t.parent_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) end);--> statement-breakpoint
CREATE POLICY "system" ON "report" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "report_draft" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "report_draft" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_draft.network_id and r.id = report_id and r.tenant_id = report_draft.tenant_id and r.state in ('draft', 'returned')));--> statement-breakpoint
CREATE POLICY "change" ON "report_draft" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_draft.network_id and r.id = report_id and r.tenant_id = report_draft.tenant_id and r.state in ('draft', 'returned'))) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_draft.network_id and r.id = report_id and r.tenant_id = report_draft.tenant_id and r.state in ('draft', 'returned')));--> statement-breakpoint
CREATE POLICY "system" ON "report_draft" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "report_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_event.network_id and r.id = report_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "report_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (actor_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_event.network_id and r.id = report_id and (r.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or exists (select 1 from tenant t where t.network_id = r.network_id and t.id = r.tenant_id and t.parent_id = (select nullif(current_setting('app.tenant', true), '')::uuid)))));--> statement-breakpoint
CREATE POLICY "system" ON "report_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "report_restatement" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_restatement.network_id and r.id = report_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "report_restatement" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_restatement.network_id and r.id = report_id and r.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and r.state = 'accepted'));--> statement-breakpoint
CREATE POLICY "system" ON "report_restatement" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "report_round" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "report_sample" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_sample.network_id and r.id = report_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "report_sample" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_sample.network_id and r.id = report_id and r.state = 'submitted' and exists (select 1 from tenant t where t.network_id = r.network_id and t.id = r.tenant_id and t.parent_id = (select nullif(current_setting('app.tenant', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "change" ON "report_sample" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_sample.network_id and r.id = report_id and r.state = 'submitted' and exists (select 1 from tenant t where t.network_id = r.network_id and t.id = r.tenant_id and t.parent_id = (select nullif(current_setting('app.tenant', true), '')::uuid)))) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_sample.network_id and r.id = report_id and r.state = 'submitted' and exists (select 1 from tenant t where t.network_id = r.network_id and t.id = r.tenant_id and t.parent_id = (select nullif(current_setting('app.tenant', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "system" ON "report_sample" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "report_submission" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_submission.network_id and r.id = report_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "report_submission" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from report r where r.network_id = report_submission.network_id and r.id = report_id and r.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "system" ON "report_submission" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);