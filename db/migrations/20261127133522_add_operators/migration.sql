CREATE TABLE "tenant_operator" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"contract_number" text DEFAULT '' NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"state" text NOT NULL,
	"conditions" jsonb NOT NULL,
	"appointed_by_name" text NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tenant_operator_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "operator_ended_whole" CHECK ((state = 'ended') = (ended_at is not null))
);
--> statement-breakpoint
ALTER TABLE "tenant_operator" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "membership" ADD COLUMN "operator_id" uuid;--> statement-breakpoint
CREATE INDEX "membership_operator" ON "membership" ("network_id","operator_id");--> statement-breakpoint
CREATE UNIQUE INDEX "operator_now" ON "tenant_operator" ("network_id","tenant_id") WHERE state <> 'ended';--> statement-breakpoint
CREATE INDEX "operator_of" ON "tenant_operator" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "operator_running" ON "tenant_operator" ("until_on") WHERE state <> 'ended';--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_of_operator" FOREIGN KEY ("network_id","operator_id") REFERENCES "tenant_operator"("network_id","id");--> statement-breakpoint
ALTER TABLE "tenant_operator" ADD CONSTRAINT "operator_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
CREATE POLICY "read" ON "tenant_operator" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "tenant_operator" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) and case when tenant_id <> (select nullif(current_setting('app.tenant', true), '')::uuid) then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end);--> statement-breakpoint
CREATE POLICY "change" ON "tenant_operator" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) and case when tenant_id <> (select nullif(current_setting('app.tenant', true), '')::uuid) then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) and case when tenant_id <> (select nullif(current_setting('app.tenant', true), '')::uuid) then true else (select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655) end);--> statement-breakpoint
CREATE POLICY "system" ON "tenant_operator" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);