CREATE TABLE "expert" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"employer" text NOT NULL,
	"title" text NOT NULL,
	"fields" text[] NOT NULL,
	"qualifications" text NOT NULL,
	"services" jsonb NOT NULL,
	"person_id" uuid,
	"is_active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "expert_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "expert_has_a_field" CHECK (cardinality(fields) > 0)
);
--> statement-breakpoint
ALTER TABLE "expert" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "panel" (
	"network_id" integer,
	"id" uuid,
	"case_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_name" text NOT NULL,
	"field" text NOT NULL,
	"case_number" text,
	"state" text NOT NULL,
	"seats" smallint NOT NULL,
	"criteria" jsonb NOT NULL,
	"pass_mark" smallint NOT NULL,
	"conflict_years" smallint NOT NULL,
	"candidates" jsonb NOT NULL,
	"list_digest" text NOT NULL,
	"seed_digest" text NOT NULL,
	"seed" text,
	"drawn_order" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"called_at" timestamp with time zone NOT NULL,
	"called_by_name" text NOT NULL,
	"drawn_at" timestamp with time zone,
	"drawn_by_name" text DEFAULT '' NOT NULL,
	"sum_tenths" integer,
	"lowest_tenths" smallint,
	"highest_tenths" smallint,
	"spread_hundredths" smallint,
	"completed_at" timestamp with time zone,
	"end_reason" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "panel_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "panel_place" UNIQUE("network_id","id","tenant_id","scope_key"),
	CONSTRAINT "panel_drawn" CHECK ((seed is null) = (drawn_at is null) and (state in ('drawn', 'complete')) <= (seed is not null)),
	CONSTRAINT "panel_complete" CHECK ((state = 'complete') = (sum_tenths is not null))
);
--> statement-breakpoint
ALTER TABLE "panel" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "panel_mark" (
	"network_id" integer,
	"seat_id" uuid,
	"panel_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"person_id" uuid NOT NULL,
	"marks" jsonb NOT NULL,
	"mark" smallint NOT NULL,
	"words" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "panel_mark_pkey" PRIMARY KEY("network_id","seat_id"),
	CONSTRAINT "panel_mark_of_100" CHECK (mark between 0 and 1000)
);
--> statement-breakpoint
ALTER TABLE "panel_mark" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "panel_seat" (
	"network_id" integer,
	"id" uuid,
	"panel_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"expert_id" uuid NOT NULL,
	"expert_name" text NOT NULL,
	"person_id" uuid NOT NULL,
	"ordinal" smallint NOT NULL,
	"state" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"scored_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "panel_seat_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "panel_seat_once" UNIQUE("network_id","panel_id","expert_id"),
	CONSTRAINT "panel_seat_person" UNIQUE("network_id","id","person_id")
);
--> statement-breakpoint
ALTER TABLE "panel_seat" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "expert_once" ON "expert" ("network_id","person_id");--> statement-breakpoint
CREATE INDEX "expert_person" ON "expert" ("person_id");--> statement-breakpoint
CREATE INDEX "expert_of_tenant" ON "expert" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "expert_by_age" ON "expert" ("network_id","created_at" DESC,"id" DESC);--> statement-breakpoint
CREATE UNIQUE INDEX "panel_one_open" ON "panel" ("network_id","task_id") WHERE state <> 'calledOff';--> statement-breakpoint
CREATE INDEX "panel_of_case" ON "panel" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "panel_of_task" ON "panel" ("network_id","task_id");--> statement-breakpoint
CREATE INDEX "panel_mark_of_panel" ON "panel_mark" ("network_id","panel_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "panel_mark_of_seat" ON "panel_mark" ("network_id","seat_id","person_id");--> statement-breakpoint
CREATE INDEX "panel_seat_of_panel" ON "panel_seat" ("network_id","panel_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "panel_seat_of_expert" ON "panel_seat" ("network_id","expert_id");--> statement-breakpoint
CREATE INDEX "panel_seat_of_person" ON "panel_seat" ("network_id","person_id","drawn_at" DESC);--> statement-breakpoint
ALTER TABLE "expert" ADD CONSTRAINT "expert_person_id_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id");--> statement-breakpoint
ALTER TABLE "expert" ADD CONSTRAINT "expert_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "panel" ADD CONSTRAINT "panel_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "panel" ADD CONSTRAINT "panel_task" FOREIGN KEY ("network_id","task_id") REFERENCES "case_task"("network_id","id");--> statement-breakpoint
ALTER TABLE "panel_mark" ADD CONSTRAINT "panel_mark_panel" FOREIGN KEY ("network_id","panel_id","tenant_id","scope_key") REFERENCES "panel"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "panel_mark" ADD CONSTRAINT "panel_mark_seat" FOREIGN KEY ("network_id","seat_id","person_id") REFERENCES "panel_seat"("network_id","id","person_id");--> statement-breakpoint
ALTER TABLE "panel_seat" ADD CONSTRAINT "panel_seat_panel" FOREIGN KEY ("network_id","panel_id","tenant_id","scope_key") REFERENCES "panel"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "panel_seat" ADD CONSTRAINT "panel_seat_expert" FOREIGN KEY ("network_id","expert_id") REFERENCES "expert"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "expert" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.tenant', true), '')::uuid) is not null);--> statement-breakpoint
CREATE POLICY "write" ON "expert" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "expert" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "expert" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "panel" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else exists (select 1 from panel_seat s where s.network_id = panel.network_id and s.panel_id = panel.id and s.person_id = (select nullif(current_setting('app.person', true), '')::uuid)) end);--> statement-breakpoint
CREATE POLICY "write" ON "panel" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "panel" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "panel" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "panel_mark" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when person_id = (select nullif(current_setting('app.person', true), '')::uuid) then true when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then exists (select 1 from panel p where p.network_id = panel_mark.network_id and p.id = panel_mark.panel_id and p.state = 'complete') else false end);--> statement-breakpoint
CREATE POLICY "system" ON "panel_mark" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "panel_seat" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when person_id = (select nullif(current_setting('app.person', true), '')::uuid) then true else scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) end);--> statement-breakpoint
CREATE POLICY "system" ON "panel_seat" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);