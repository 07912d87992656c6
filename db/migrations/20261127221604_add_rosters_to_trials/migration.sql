CREATE TABLE "profile_pass_roster" (
	"network_id" integer,
	"pass_id" uuid,
	"tenant_id" uuid,
	"kind" text,
	"changes" jsonb NOT NULL,
	CONSTRAINT "profile_pass_roster_pkey" PRIMARY KEY("network_id","pass_id","tenant_id","kind")
);
--> statement-breakpoint
ALTER TABLE "profile_pass_roster" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "profile_pass" ADD COLUMN "after_tenant_id" uuid;--> statement-breakpoint
CREATE INDEX "profile_pass_roster_of_tenant" ON "profile_pass_roster" ("network_id","tenant_id");--> statement-breakpoint
ALTER TABLE "profile_pass_roster" ADD CONSTRAINT "profile_pass_roster_pass" FOREIGN KEY ("network_id","pass_id") REFERENCES "profile_pass"("network_id","id");--> statement-breakpoint
ALTER TABLE "profile_pass_roster" ADD CONSTRAINT "profile_pass_roster_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "profile_pass_roster" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655));--> statement-breakpoint
CREATE POLICY "system" ON "profile_pass_roster" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);