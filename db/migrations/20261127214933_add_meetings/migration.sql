CREATE TABLE "assignment" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"issuer_tenant_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"origin" text NOT NULL,
	"kind" text NOT NULL,
	"meeting_id" uuid,
	"resolution_id" uuid,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"due_on" date,
	"due_at" timestamp with time zone,
	"remind_at" timestamp with time zone,
	"escalate_at" timestamp with time zone,
	"calendar_version" text,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"reminded_at" timestamp with time zone,
	"level" smallint DEFAULT 0 NOT NULL,
	"next_look_at" timestamp with time zone,
	"issued_by_name" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"report" text DEFAULT '' NOT NULL,
	"reported_at" timestamp with time zone,
	"remarks" text DEFAULT '' NOT NULL,
	"confirmed_at" timestamp with time zone,
	"over_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "assignment_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "assignment_number" UNIQUE("network_id","issuer_tenant_id","number"),
	CONSTRAINT "assignment_of_a_resolution" CHECK ((origin = 'resolution') = (resolution_id is not null and meeting_id is not null)),
	CONSTRAINT "assignment_due_of_duties" CHECK ((kind = 'duty') = (due_at is not null and due_on is not null))
);
--> statement-breakpoint
ALTER TABLE "assignment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assignment_event" (
	"network_id" integer,
	"assignment_id" uuid,
	"seq" integer,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"to_state" text NOT NULL,
	"actor_tenant_id" uuid,
	"actor_side" text,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "assignment_event_pkey" PRIMARY KEY("network_id","assignment_id","seq")
);
--> statement-breakpoint
ALTER TABLE "assignment_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assignment_paper" (
	"network_id" integer,
	"id" uuid,
	"assignment_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" bytea NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "assignment_paper_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "assignment_paper" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_agenda_item" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"state" text NOT NULL,
	"meeting_id" uuid,
	"ordinal" integer,
	"reason" text DEFAULT '' NOT NULL,
	"raised_by_name" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "joint_agenda_item_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "joint_agenda_item_taken_whole" CHECK ((state = 'taken') = (meeting_id is not null and ordinal is not null))
);
--> statement-breakpoint
ALTER TABLE "joint_agenda_item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_figures" (
	"network_id" integer,
	"meeting_id" uuid,
	"figures" jsonb NOT NULL,
	"seats" jsonb NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "joint_figures_pkey" PRIMARY KEY("network_id","meeting_id")
);
--> statement-breakpoint
ALTER TABLE "joint_figures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_meeting" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"meets_at" timestamp with time zone NOT NULL,
	"place" text NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"planned_by_name" text NOT NULL,
	"convened_at" timestamp with time zone,
	"held_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "joint_meeting_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "joint_meeting_number" UNIQUE("network_id","number")
);
--> statement-breakpoint
ALTER TABLE "joint_meeting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_minutes" (
	"network_id" integer,
	"meeting_id" uuid,
	"words" text NOT NULL,
	"present_seat_ids" uuid[] NOT NULL,
	"written_by_name" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "joint_minutes_pkey" PRIMARY KEY("network_id","meeting_id")
);
--> statement-breakpoint
ALTER TABLE "joint_minutes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_paper" (
	"network_id" integer,
	"id" uuid,
	"item_id" uuid,
	"meeting_id" uuid,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" bytea NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "joint_paper_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "joint_paper_of_one" CHECK (num_nonnulls(item_id, meeting_id) = 1)
);
--> statement-breakpoint
ALTER TABLE "joint_paper" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_resolution" (
	"network_id" integer,
	"id" uuid,
	"meeting_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"item_id" uuid,
	"words" text NOT NULL,
	"due_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "joint_resolution_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "joint_resolution_place" UNIQUE("network_id","meeting_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "joint_resolution" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "joint_seat" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid,
	"name" text NOT NULL,
	"person_ids" uuid[] NOT NULL,
	"people" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "joint_seat_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "joint_seat" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "assignment_id" uuid;--> statement-breakpoint
CREATE INDEX "assignment_of" ON "assignment" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "assignment_by" ON "assignment" ("network_id","issuer_tenant_id","state");--> statement-breakpoint
CREATE INDEX "assignment_lately" ON "assignment" ("network_id","updated_at" DESC,"id" DESC,"scope_key");--> statement-breakpoint
CREATE INDEX "assignment_ending" ON "assignment" ("network_id","due_at","id","scope_key");--> statement-breakpoint
CREATE INDEX "assignment_resolved" ON "assignment" ("network_id","resolution_id");--> statement-breakpoint
CREATE INDEX "assignment_met" ON "assignment" ("network_id","meeting_id","tenant_id");--> statement-breakpoint
CREATE INDEX "assignment_clock" ON "assignment" ("next_look_at") WHERE next_look_at is not null;--> statement-breakpoint
CREATE INDEX "assignment_paper_of" ON "assignment_paper" ("network_id","assignment_id","created_at");--> statement-breakpoint
CREATE INDEX "joint_agenda_item_of" ON "joint_agenda_item" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "joint_agenda_item_on" ON "joint_agenda_item" ("network_id","meeting_id","ordinal");--> statement-breakpoint
CREATE INDEX "joint_agenda_item_open" ON "joint_agenda_item" ("network_id","state","raised_at");--> statement-breakpoint
CREATE INDEX "joint_meeting_when" ON "joint_meeting" ("network_id","meets_at","id");--> statement-breakpoint
CREATE INDEX "joint_paper_of_item" ON "joint_paper" ("network_id","item_id","created_at");--> statement-breakpoint
CREATE INDEX "joint_paper_of_meeting" ON "joint_paper" ("network_id","meeting_id","created_at");--> statement-breakpoint
CREATE INDEX "joint_resolution_about" ON "joint_resolution" ("network_id","item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "joint_seat_now" ON "joint_seat" ("network_id","tenant_id") WHERE ended_at is null and tenant_id is not null;--> statement-breakpoint
CREATE INDEX "joint_seat_of" ON "joint_seat" ("network_id","tenant_id");--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_responsible" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_issuer" FOREIGN KEY ("network_id","issuer_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_meeting" FOREIGN KEY ("network_id","meeting_id") REFERENCES "joint_meeting"("network_id","id");--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_resolution" FOREIGN KEY ("network_id","resolution_id") REFERENCES "joint_resolution"("network_id","id");--> statement-breakpoint
ALTER TABLE "assignment_event" ADD CONSTRAINT "assignment_event_assignment" FOREIGN KEY ("network_id","assignment_id") REFERENCES "assignment"("network_id","id");--> statement-breakpoint
ALTER TABLE "assignment_paper" ADD CONSTRAINT "assignment_paper_assignment" FOREIGN KEY ("network_id","assignment_id") REFERENCES "assignment"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_agenda_item" ADD CONSTRAINT "joint_agenda_item_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "joint_agenda_item" ADD CONSTRAINT "joint_agenda_item_meeting" FOREIGN KEY ("network_id","meeting_id") REFERENCES "joint_meeting"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_figures" ADD CONSTRAINT "joint_figures_meeting" FOREIGN KEY ("network_id","meeting_id") REFERENCES "joint_meeting"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_minutes" ADD CONSTRAINT "joint_minutes_meeting" FOREIGN KEY ("network_id","meeting_id") REFERENCES "joint_meeting"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_paper" ADD CONSTRAINT "joint_paper_meeting" FOREIGN KEY ("network_id","meeting_id") REFERENCES "joint_meeting"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_paper" ADD CONSTRAINT "joint_paper_item" FOREIGN KEY ("network_id","item_id") REFERENCES "joint_agenda_item"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_resolution" ADD CONSTRAINT "joint_resolution_meeting" FOREIGN KEY ("network_id","meeting_id") REFERENCES "joint_meeting"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_resolution" ADD CONSTRAINT "joint_resolution_item" FOREIGN KEY ("network_id","item_id") REFERENCES "joint_agenda_item"("network_id","id");--> statement-breakpoint
ALTER TABLE "joint_seat" ADD CONSTRAINT "joint_seat_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "assignment" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when issuer_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "assignment" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and issuer_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) and case when tenant_id <> (select nullif(current_setting('app.tenant', true), '')::uuid) then true else origin = 'resolution' and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end);--> statement-breakpoint
CREATE POLICY "change" ON "assignment" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when issuer_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when issuer_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "system" ON "assignment" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "assignment_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from assignment a where a.network_id = assignment_event.network_id and a.id = assignment_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "assignment_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (actor_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from assignment a where a.network_id = assignment_event.network_id and a.id = assignment_id and (a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or a.issuer_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "system" ON "assignment_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "assignment_paper" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from assignment a where a.network_id = assignment_paper.network_id and a.id = assignment_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "assignment_paper" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from assignment a where a.network_id = assignment_paper.network_id and a.id = assignment_id and a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and a.state = 'acknowledged'));--> statement-breakpoint
CREATE POLICY "system" ON "assignment_paper" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_agenda_item" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true when state <> 'taken' then false else case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else exists (select 1 from joint_seat s where s.network_id = joint_agenda_item.network_id and s.ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (s.person_ids)) end end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_agenda_item" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and state = 'raised');--> statement-breakpoint
CREATE POLICY "change" ON "joint_agenda_item" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "joint_agenda_item" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_figures" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else exists (select 1 from joint_seat s where s.network_id = joint_figures.network_id and s.ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (s.person_ids)) end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_figures" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "joint_figures" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_meeting" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else exists (select 1 from joint_seat s where s.network_id = joint_meeting.network_id and s.ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (s.person_ids)) end then true else exists (select 1 from assignment a where a.network_id = joint_meeting.network_id and a.meeting_id = joint_meeting.id and a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_meeting" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "change" ON "joint_meeting" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "joint_meeting" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_minutes" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else exists (select 1 from joint_seat s where s.network_id = joint_minutes.network_id and s.ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (s.person_ids)) end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_minutes" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "change" ON "joint_minutes" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and exists (select 1 from joint_meeting m where m.network_id = joint_minutes.network_id and m.id = meeting_id and m.state <> 'closed')) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and exists (select 1 from joint_meeting m where m.network_id = joint_minutes.network_id and m.id = meeting_id and m.state <> 'closed'));--> statement-breakpoint
CREATE POLICY "system" ON "joint_minutes" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_paper" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when item_id is not null then exists (select 1 from joint_agenda_item i where i.network_id = joint_paper.network_id and i.id = item_id) else case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else exists (select 1 from joint_seat s where s.network_id = joint_paper.network_id and s.ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (s.person_ids)) end end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_paper" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when item_id is not null then exists (select 1 from joint_agenda_item i where i.network_id = joint_paper.network_id and i.id = item_id and i.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and i.state = 'raised') else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end);--> statement-breakpoint
CREATE POLICY "system" ON "joint_paper" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_resolution" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true else exists (select 1 from joint_seat s where s.network_id = joint_resolution.network_id and s.ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (s.person_ids)) end then true else exists (select 1 from assignment a where a.network_id = joint_resolution.network_id and a.resolution_id = joint_resolution.id and a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_resolution" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "joint_resolution" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "joint_seat" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) then true when (select nullif(current_setting('app.tenant', true), '')::uuid) is null then false else ended_at is null and (select nullif(current_setting('app.person', true), '')::uuid) = any (person_ids) end);--> statement-breakpoint
CREATE POLICY "write" ON "joint_seat" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "change" ON "joint_seat" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "joint_seat" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);