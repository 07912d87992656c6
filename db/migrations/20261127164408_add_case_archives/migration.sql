CREATE TABLE "case_archive_document" (
	"network_id" integer,
	"case_id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text,
	"content" text NOT NULL,
	"is_internal" boolean NOT NULL,
	CONSTRAINT "case_archive_document_pkey" PRIMARY KEY("network_id","case_id","name")
);
--> statement-breakpoint
ALTER TABLE "case_archive_document" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "incubation_case" ADD COLUMN "archive_digest" text;--> statement-breakpoint
CREATE INDEX "case_archive_document_of" ON "case_archive_document" ("network_id","case_id","tenant_id","scope_key");--> statement-breakpoint
ALTER TABLE "case_archive_document" ADD CONSTRAINT "case_archive_document_case" FOREIGN KEY ("network_id","case_id","tenant_id","scope_key") REFERENCES "incubation_case"("network_id","id","tenant_id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
CREATE POLICY "read" ON "case_archive_document" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when is_internal then tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) else scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) end);--> statement-breakpoint
CREATE POLICY "write" ON "case_archive_document" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "case_archive_document" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);