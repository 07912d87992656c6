CREATE TABLE "signing_code" (
	"network_id" integer,
	"case_id" uuid,
	"membership_id" uuid,
	"person_id" uuid NOT NULL,
	"code_id" uuid,
	"ends_at" timestamp with time zone NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"codes_asked" smallint NOT NULL,
	"codes_since" timestamp with time zone NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signing_code_pkey" PRIMARY KEY("network_id","case_id","membership_id"),
	CONSTRAINT "signing_code_code" UNIQUE("network_id","code_id")
);
--> statement-breakpoint
ALTER TABLE "signing_code" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "signing_code_of_membership" ON "signing_code" ("network_id","membership_id","person_id");--> statement-breakpoint
ALTER TABLE "signing_code" ADD CONSTRAINT "signing_code_case" FOREIGN KEY ("network_id","case_id") REFERENCES "incubation_case"("network_id","id");--> statement-breakpoint
ALTER TABLE "signing_code" ADD CONSTRAINT "signing_code_membership" FOREIGN KEY ("network_id","membership_id","person_id") REFERENCES "membership"("network_id","id","person_id");--> statement-breakpoint
CREATE POLICY "read" ON "signing_code" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "signing_code" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "signing_code" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "signing_code" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);