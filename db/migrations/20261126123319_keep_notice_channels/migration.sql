CREATE TABLE "delivery" (
	"network_id" integer,
	"id" uuid,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"membership_id" uuid,
	"person_id" uuid,
	"endpoint_id" uuid,
	"tenant_id" uuid,
	"notice_ids" uuid[] NOT NULL,
	"code_id" uuid,
	"due_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_id" uuid,
	"leased_until" timestamp with time zone,
	"state" text DEFAULT 'waiting' NOT NULL,
	"error_code" text,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"source_key" text NOT NULL,
	CONSTRAINT "delivery_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "delivery_once" UNIQUE("network_id","source_key")
);
--> statement-breakpoint
ALTER TABLE "delivery" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_setting" (
	"network_id" integer,
	"membership_id" uuid,
	"person_id" uuid NOT NULL,
	"language" text DEFAULT 'zh' NOT NULL,
	"choices" jsonb DEFAULT '{}' NOT NULL,
	"address" text,
	"confirmed_at" timestamp with time zone,
	"pending_address" text,
	"code_id" uuid,
	"code_ends_at" timestamp with time zone,
	"code_tries" integer DEFAULT 0 NOT NULL,
	"codes_asked" integer DEFAULT 0 NOT NULL,
	"codes_since" timestamp with time zone,
	"code_asked_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mail_setting_pkey" PRIMARY KEY("network_id","membership_id"),
	CONSTRAINT "mail_setting_of" UNIQUE("network_id","membership_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "mail_setting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_endpoint" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"url" text NOT NULL,
	"kinds" text[] NOT NULL,
	"state" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "webhook_endpoint_place" UNIQUE("network_id","id","tenant_id")
);
--> statement-breakpoint
ALTER TABLE "webhook_endpoint" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_of" UNIQUE("network_id","id","person_id");--> statement-breakpoint
CREATE INDEX "delivery_waiting" ON "delivery" ("next_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "delivery_ended" ON "delivery" ("ended_at");--> statement-breakpoint
CREATE INDEX "delivery_of_endpoint" ON "delivery" ("network_id","endpoint_id","tenant_id","created_at" DESC);--> statement-breakpoint
CREATE INDEX "delivery_of_membership" ON "delivery" ("network_id","membership_id","person_id");--> statement-breakpoint
CREATE INDEX "webhook_endpoint_of" ON "webhook_endpoint" ("network_id","tenant_id");--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_mail_setting" FOREIGN KEY ("network_id","membership_id","person_id") REFERENCES "mail_setting"("network_id","membership_id","person_id");--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_endpoint" FOREIGN KEY ("network_id","endpoint_id","tenant_id") REFERENCES "webhook_endpoint"("network_id","id","tenant_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "mail_setting" ADD CONSTRAINT "mail_setting_membership" FOREIGN KEY ("network_id","membership_id","person_id") REFERENCES "membership"("network_id","id","person_id");--> statement-breakpoint
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
CREATE POLICY "read" ON "delivery" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "delivery" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid) and channel = 'mail' and purpose = 'code');--> statement-breakpoint
CREATE POLICY "system" ON "delivery" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "mail_setting" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "mail_setting" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "mail_setting" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and person_id = (select nullif(current_setting('app.person', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "mail_setting" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "webhook_endpoint" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "webhook_endpoint" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "webhook_endpoint" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "erase" ON "webhook_endpoint" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "webhook_endpoint" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);