CREATE TABLE "target_share" (
	"network_id" integer,
	"id" uuid,
	"number" text NOT NULL,
	"from_tenant_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"indicator_id" text NOT NULL,
	"year" integer NOT NULL,
	"state" text NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"value" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"from_signatory" text,
	"from_signed_at" timestamp with time zone,
	"signatory" text,
	"signed_at" timestamp with time zone,
	"signed_value" integer,
	"signed_round" integer,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "target_share_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "target_share_number" UNIQUE("network_id","from_tenant_id","number"),
	CONSTRAINT "target_share_once" UNIQUE("network_id","tenant_id","from_tenant_id","indicator_id","year"),
	CONSTRAINT "target_share_own" CHECK ((state = 'set') = (from_tenant_id = tenant_id)),
	CONSTRAINT "target_share_values" CHECK (value >= 0 and (signed_value is null) = (signed_round is null))
);
--> statement-breakpoint
ALTER TABLE "target_share" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "target_share_event" (
	"network_id" integer,
	"share_id" uuid,
	"seq" integer,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"round" integer NOT NULL,
	"from_value" integer,
	"to_value" integer NOT NULL,
	"to_state" text NOT NULL,
	"actor_tenant_id" uuid NOT NULL,
	"actor_side" text NOT NULL,
	"actor_name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "target_share_event_pkey" PRIMARY KEY("network_id","share_id","seq")
);
--> statement-breakpoint
ALTER TABLE "target_share_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "target_share_of" ON "target_share" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "target_share_by" ON "target_share" ("network_id","from_tenant_id","year","indicator_id");--> statement-breakpoint
ALTER TABLE "target_share" ADD CONSTRAINT "target_share_taker" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "target_share" ADD CONSTRAINT "target_share_giver" FOREIGN KEY ("network_id","from_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "target_share_event" ADD CONSTRAINT "target_share_event_share" FOREIGN KEY ("network_id","share_id") REFERENCES "target_share"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "target_share" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range) then true else false end);--> statement-breakpoint
CREATE POLICY "write" ON "target_share" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "change" ON "target_share" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true else false end);--> statement-breakpoint
CREATE POLICY "system" ON "target_share" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "target_share_event" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from target_share s where s.network_id = target_share_event.network_id and s.id = share_id and true));--> statement-breakpoint
CREATE POLICY "write" ON "target_share_event" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (actor_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and network_id = (select nullif(current_setting('app.network', true), '')::int) and exists (select 1 from target_share s where s.network_id = target_share_event.network_id and s.id = share_id and (s.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or s.from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "system" ON "target_share_event" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);