CREATE TABLE "document_check" (
	"network_id" integer,
	"id" uuid,
	"attachment_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"tenant_name" text NOT NULL,
	"person_id" uuid NOT NULL,
	"person_name" text NOT NULL,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	"checked_on" date NOT NULL,
	"valid_until" date,
	"note" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_by_name" text DEFAULT '' NOT NULL,
	"revoke_reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "document_check_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "document_check" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_load" (
	"network_id" integer,
	"id" uuid,
	"year" integer NOT NULL,
	"rows" jsonb NOT NULL,
	"list_version" text NOT NULL,
	"replaces" jsonb,
	"base" text NOT NULL,
	"file_name" text NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"person_id" uuid NOT NULL,
	"person_name" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"checked_at" timestamp with time zone,
	"own_moves" integer DEFAULT 0 NOT NULL,
	"other_moves" integer DEFAULT 0 NOT NULL,
	"other_networks" integer DEFAULT 0 NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by_name" text DEFAULT '' NOT NULL,
	"moved" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "calendar_load_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "calendar_load" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_move" (
	"network_id" integer,
	"load_id" uuid,
	"referral_id" uuid,
	"number" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"state" text NOT NULL,
	"rule" text NOT NULL,
	"due_before" timestamp with time zone NOT NULL,
	"due_after" timestamp with time zone NOT NULL,
	"expires_before" timestamp with time zone,
	"expires_after" timestamp with time zone,
	"moved_at" timestamp with time zone,
	CONSTRAINT "calendar_move_pkey" PRIMARY KEY("network_id","load_id","referral_id")
);
--> statement-breakpoint
ALTER TABLE "calendar_move" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calendar_year" ADD COLUMN "source" text DEFAULT 'file' NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_year" ADD COLUMN "rows" jsonb;--> statement-breakpoint
CREATE INDEX "document_check_of_paper" ON "document_check" ("network_id","attachment_id");--> statement-breakpoint
CREATE INDEX "document_check_of_organisation" ON "document_check" ("network_id","organisation_id");--> statement-breakpoint
CREATE INDEX "document_check_by_tenant" ON "document_check" ("network_id","tenant_id");--> statement-breakpoint
CREATE INDEX "calendar_load_of" ON "calendar_load" ("network_id","proposed_at" DESC);--> statement-breakpoint
CREATE INDEX "calendar_move_by_tenant" ON "calendar_move" ("network_id","tenant_id");--> statement-breakpoint
ALTER TABLE "document_check" ADD CONSTRAINT "document_check_paper" FOREIGN KEY ("network_id","attachment_id") REFERENCES "attachment"("network_id","id");--> statement-breakpoint
ALTER TABLE "document_check" ADD CONSTRAINT "document_check_organisation" FOREIGN KEY ("network_id","organisation_id") REFERENCES "organisation"("network_id","id");--> statement-breakpoint
ALTER TABLE "document_check" ADD CONSTRAINT "document_check_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "calendar_load" ADD CONSTRAINT "calendar_load_network_id_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id");--> statement-breakpoint
ALTER TABLE "calendar_move" ADD CONSTRAINT "calendar_move_load" FOREIGN KEY ("network_id","load_id") REFERENCES "calendar_load"("network_id","id");--> statement-breakpoint
ALTER TABLE "calendar_move" ADD CONSTRAINT "calendar_move_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "document_check" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document'));--> statement-breakpoint
CREATE POLICY "write" ON "document_check" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and person_id = (select nullif(current_setting('app.person', true), '')::uuid) and exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document' and a.sha256 = document_check.sha256 and (a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or ((a.organisation_id::text || ':documents') = any ((select app.granted_sections())::text[])))));--> statement-breakpoint
CREATE POLICY "change" ON "document_check" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document' and (a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or ((a.organisation_id::text || ':documents') = any ((select app.granted_sections())::text[])))) else exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document' and a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document' and (a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or ((a.organisation_id::text || ':documents') = any ((select app.granted_sections())::text[])))) else exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document' and a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) end);--> statement-breakpoint
CREATE POLICY "system" ON "document_check" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "calendar_load" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "write" ON "calendar_load" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "calendar_load" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'proposed') WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) and state = 'discarded');--> statement-breakpoint
CREATE POLICY "system" ON "calendar_load" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "calendar_move" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "calendar_move" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);