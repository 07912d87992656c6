CREATE TABLE "acknowledgement" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"standard_version_id" uuid,
	"service_item_id" uuid,
	"person_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "acknowledgement_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "acknowledgement_of_one" CHECK (num_nonnulls(standard_version_id, service_item_id) = 1)
);
--> statement-breakpoint
ALTER TABLE "acknowledgement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "service_item" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"service_id" text,
	"tiers" text[] NOT NULL,
	"kinds" text[] NOT NULL,
	"target" integer NOT NULL,
	"period" text NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"state" text NOT NULL,
	"end_reason" text DEFAULT '' NOT NULL,
	"ended_at" timestamp with time zone,
	"person_name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "service_item_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "service_item_target" CHECK (target > 0),
	CONSTRAINT "service_item_term" CHECK (until_on is null or until_on >= from_on),
	CONSTRAINT "service_item_ended_whole" CHECK ((state = 'ended') = (ended_at is not null))
);
--> statement-breakpoint
ALTER TABLE "service_item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "standard_version" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"code" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"sections" jsonb NOT NULL,
	"services" text[] NOT NULL,
	"in_force_from" date NOT NULL,
	"state" text NOT NULL,
	"published_at" timestamp with time zone,
	"person_name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "standard_version_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "standard_published_whole" CHECK ((state = 'published') = (published_at is not null))
);
--> statement-breakpoint
ALTER TABLE "standard_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "publication" (
	"network_id" integer,
	"id" uuid,
	"first_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"category" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"change_note" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"remarks" text DEFAULT '' NOT NULL,
	"person_name" text NOT NULL,
	"decided_by_name" text DEFAULT '' NOT NULL,
	"submitted_at" timestamp with time zone,
	"published_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"withdraw_reason" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"pieces" text[] GENERATED ALWAYS AS (app.bigrams(title || ' ' || body)) STORED,
	CONSTRAINT "publication_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "publication_published_whole" CHECK ((published_at is not null) = (state in ('published', 'superseded', 'withdrawn'))),
	CONSTRAINT "publication_withdrawn_whole" CHECK ((withdrawn_at is not null) = (state = 'withdrawn'))
);
--> statement-breakpoint
ALTER TABLE "publication" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "publication_paper" (
	"network_id" integer,
	"id" uuid,
	"publication_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" bytea NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "publication_paper_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "publication_paper" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "case_service" ADD COLUMN "standard_version_id" uuid;--> statement-breakpoint
ALTER TABLE "case_service" ADD COLUMN "service_item_id" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "acknowledged_standard" ON "acknowledgement" ("network_id","standard_version_id","tenant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "acknowledged_item" ON "acknowledgement" ("network_id","service_item_id","tenant_id");--> statement-breakpoint
CREATE INDEX "acknowledgement_place" ON "acknowledgement" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "service_item_place" ON "service_item" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE UNIQUE INDEX "standard_version_number" ON "standard_version" ("network_id","code","number");--> statement-breakpoint
CREATE UNIQUE INDEX "standard_version_draft" ON "standard_version" ("network_id","code") WHERE state = 'draft';--> statement-breakpoint
CREATE INDEX "standard_version_place" ON "standard_version" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "case_service_under" ON "case_service" ("network_id","standard_version_id");--> statement-breakpoint
CREATE INDEX "case_service_for" ON "case_service" ("network_id","service_item_id","on_day");--> statement-breakpoint
CREATE INDEX "case_service_by_day" ON "case_service" ("network_id","service_id","on_day","scope_key");--> statement-breakpoint
CREATE UNIQUE INDEX "publication_number" ON "publication" ("network_id","first_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "publication_in_hand" ON "publication" ("network_id","first_id") WHERE state in ('draft', 'submitted', 'returned');--> statement-breakpoint
CREATE UNIQUE INDEX "publication_standing" ON "publication" ("network_id","first_id") WHERE state in ('published', 'withdrawn');--> statement-breakpoint
CREATE INDEX "publication_place" ON "publication" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "publication_by_day" ON "publication" ("published_at" DESC,"id" DESC) WHERE state = 'published';--> statement-breakpoint
CREATE INDEX "publication_pieces" ON "publication" USING gin ("pieces");--> statement-breakpoint
CREATE INDEX "publication_paper_of_version" ON "publication_paper" ("network_id","publication_id","created_at");--> statement-breakpoint
CREATE INDEX "publication_paper_place" ON "publication_paper" ("network_id","tenant_id","scope_key");--> statement-breakpoint
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_of_standard" FOREIGN KEY ("network_id","standard_version_id") REFERENCES "standard_version"("network_id","id");--> statement-breakpoint
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_of_item" FOREIGN KEY ("network_id","service_item_id") REFERENCES "service_item"("network_id","id");--> statement-breakpoint
ALTER TABLE "service_item" ADD CONSTRAINT "service_item_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "standard_version" ADD CONSTRAINT "standard_version_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "case_service" ADD CONSTRAINT "case_service_standard" FOREIGN KEY ("network_id","standard_version_id") REFERENCES "standard_version"("network_id","id");--> statement-breakpoint
ALTER TABLE "case_service" ADD CONSTRAINT "case_service_item" FOREIGN KEY ("network_id","service_item_id") REFERENCES "service_item"("network_id","id");--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_first" FOREIGN KEY ("network_id","first_id") REFERENCES "publication"("network_id","id");--> statement-breakpoint
ALTER TABLE "publication_paper" ADD CONSTRAINT "publication_paper_of" FOREIGN KEY ("network_id","publication_id") REFERENCES "publication"("network_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "publication_paper" ADD CONSTRAINT "publication_paper_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
CREATE POLICY "read" ON "acknowledgement" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "acknowledgement" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "acknowledgement" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "service_item" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.tenant', true), '')::uuid) is not null);--> statement-breakpoint
CREATE POLICY "write" ON "service_item" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "service_item" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "service_item" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "standard_version" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when state = 'published' then true else tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) end);--> statement-breakpoint
CREATE POLICY "write" ON "standard_version" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'draft');--> statement-breakpoint
CREATE POLICY "change" ON "standard_version" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'draft') WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "erase" ON "standard_version" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'draft');--> statement-breakpoint
CREATE POLICY "system" ON "standard_version" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "publication" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when state in ('published', 'superseded', 'withdrawn') then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state <> 'draft' end);--> statement-breakpoint
CREATE POLICY "write" ON "publication" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and state = 'draft');--> statement-breakpoint
CREATE POLICY "change" ON "publication" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and state not in ('superseded', 'withdrawn') and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state <> 'draft' end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end);--> statement-breakpoint
CREATE POLICY "erase" ON "publication" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and state = 'draft');--> statement-breakpoint
CREATE POLICY "system" ON "publication" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "publication_paper" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from publication p where p.network_id = publication_paper.network_id and p.id = publication_paper.publication_id));--> statement-breakpoint
CREATE POLICY "write" ON "publication_paper" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from publication p where p.network_id = publication_paper.network_id and p.id = publication_paper.publication_id and p.tenant_id = publication_paper.tenant_id and p.state in ('draft', 'returned')));--> statement-breakpoint
CREATE POLICY "erase" ON "publication_paper" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from publication p where p.network_id = publication_paper.network_id and p.id = publication_paper.publication_id and p.tenant_id = publication_paper.tenant_id and p.state in ('draft', 'returned')));--> statement-breakpoint
CREATE POLICY "system" ON "publication_paper" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);