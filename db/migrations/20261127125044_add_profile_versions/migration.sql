CREATE TABLE "profile_pass" (
	"network_id" integer,
	"id" uuid,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text NOT NULL,
	"base_version" integer NOT NULL,
	"from_version" integer,
	"case_ids" uuid[],
	"reason" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"after_id" uuid,
	"person_id" uuid NOT NULL,
	"person_name" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "profile_pass_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "profile_pass" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "profile_pass_line" (
	"network_id" integer,
	"pass_id" uuid,
	"case_id" uuid,
	"kind" text,
	"tenant_id" uuid NOT NULL,
	"number" text NOT NULL,
	"case_version" integer NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "profile_pass_line_pkey" PRIMARY KEY("network_id","pass_id","case_id","kind")
);
--> statement-breakpoint
ALTER TABLE "profile_pass_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "profile_version" (
	"network_id" integer,
	"version" integer,
	"base_version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"digest" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"rolls_back" integer,
	"person_id" uuid NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"scheduled_by_name" text DEFAULT '' NOT NULL,
	"scheduled_at" timestamp with time zone,
	"in_force_on" date,
	"in_force_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "profile_version_pkey" PRIMARY KEY("network_id","version"),
	CONSTRAINT "profile_version_counts" CHECK (version > base_version and base_version >= 0),
	CONSTRAINT "profile_version_date" CHECK ((state in ('draft', 'discarded')) or in_force_on is not null),
	CONSTRAINT "profile_version_in_force" CHECK ((in_force_at is not null) = (state in ('inForce', 'replaced', 'rolledBack')))
);
--> statement-breakpoint
ALTER TABLE "profile_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "profile_pass_of" ON "profile_pass" ("network_id","version","started_at" DESC);--> statement-breakpoint
CREATE INDEX "profile_pass_running" ON "profile_pass" ("started_at") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "profile_pass_line_by_kind" ON "profile_pass_line" ("network_id","pass_id","kind","number","case_id");--> statement-breakpoint
CREATE INDEX "profile_pass_line_of_tenant" ON "profile_pass_line" ("network_id","tenant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "profile_version_one" ON "profile_version" ("network_id","state") WHERE state in ('draft', 'scheduled', 'inForce');--> statement-breakpoint
CREATE INDEX "profile_version_to_come" ON "profile_version" ("in_force_on") WHERE state = 'scheduled';--> statement-breakpoint
ALTER TABLE "profile_pass" ADD CONSTRAINT "profile_pass_network_id_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id");--> statement-breakpoint
ALTER TABLE "profile_pass_line" ADD CONSTRAINT "profile_pass_line_pass" FOREIGN KEY ("network_id","pass_id") REFERENCES "profile_pass"("network_id","id");--> statement-breakpoint
ALTER TABLE "profile_pass_line" ADD CONSTRAINT "profile_pass_line_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "profile_version" ADD CONSTRAINT "profile_version_network_id_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id");--> statement-breakpoint
CREATE POLICY "read" ON "profile_pass" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "write" ON "profile_pass" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and person_id = (select nullif(current_setting('app.person', true), '')::uuid) and state = 'running');--> statement-breakpoint
CREATE POLICY "change" ON "profile_pass" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'running') WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'cancelled');--> statement-breakpoint
CREATE POLICY "system" ON "profile_pass" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "profile_pass_line" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "profile_pass_line" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "profile_version" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when state in ('scheduled', 'inForce', 'replaced', 'rolledBack') then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end);--> statement-breakpoint
CREATE POLICY "write" ON "profile_version" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and person_id = (select nullif(current_setting('app.person', true), '')::uuid) and (state = 'draft' or (state = 'scheduled' and rolls_back is not null)));--> statement-breakpoint
CREATE POLICY "change" ON "profile_version" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state in ('draft', 'scheduled')) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state in ('draft', 'scheduled', 'discarded'));--> statement-breakpoint
CREATE POLICY "system" ON "profile_version" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);