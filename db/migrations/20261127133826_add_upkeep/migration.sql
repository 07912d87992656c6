CREATE TABLE "premises_equipment" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"kind" text NOT NULL,
	"note" text NOT NULL,
	"quantity" integer NOT NULL,
	"good_until" date,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "premises_equipment_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "premises_equipment_quantity" CHECK (quantity > 0)
);
--> statement-breakpoint
ALTER TABLE "premises_equipment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "premises_room" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"name" text NOT NULL,
	"uses" text[] NOT NULL,
	"square_metres" numeric(7,1) NOT NULL,
	"is_shared" boolean NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "premises_room_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "premises_room_size" CHECK (square_metres > 0)
);
--> statement-breakpoint
ALTER TABLE "premises_room" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_member" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"name" text NOT NULL,
	"post" text NOT NULL,
	"is_full_time" boolean NOT NULL,
	"is_purchased_post" boolean NOT NULL,
	"certificate" text NOT NULL,
	"certificate_number" text NOT NULL,
	"has_social_work_degree" boolean NOT NULL,
	"monthly_pay" integer,
	"is_party_member" boolean NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "staff_member_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "staff_member_term" CHECK (until_on is null or until_on >= from_on)
);
--> statement-breakpoint
ALTER TABLE "staff_member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_training" (
	"network_id" integer,
	"id" uuid,
	"staff_member_id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"kind" text NOT NULL,
	"topic" text NOT NULL,
	"held_on" date NOT NULL,
	"hours" numeric(5,1) NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "staff_training_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "staff_training_hours" CHECK (hours > 0)
);
--> statement-breakpoint
ALTER TABLE "staff_training" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant_party" (
	"network_id" integer,
	"tenant_id" uuid,
	"scope_key" bigint NOT NULL,
	"form" text NOT NULL,
	"branch_name" text NOT NULL,
	"founded_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tenant_party_pkey" PRIMARY KEY("network_id","tenant_id")
);
--> statement-breakpoint
ALTER TABLE "tenant_party" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "organisation_person" ADD COLUMN "has_social_work_degree" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_person" ADD COLUMN "is_party_member" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "premises_equipment_by_tenant" ON "premises_equipment" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "premises_room_by_tenant" ON "premises_room" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "staff_member_by_tenant" ON "staff_member" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "staff_training_of_member" ON "staff_training" ("network_id","staff_member_id","held_on");--> statement-breakpoint
CREATE INDEX "staff_training_by_tenant" ON "staff_training" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "tenant_party_place" ON "tenant_party" ("network_id","tenant_id","scope_key");--> statement-breakpoint
ALTER TABLE "premises_equipment" ADD CONSTRAINT "premises_equipment_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "premises_room" ADD CONSTRAINT "premises_room_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "staff_member" ADD CONSTRAINT "staff_member_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "staff_training" ADD CONSTRAINT "staff_training_of" FOREIGN KEY ("network_id","staff_member_id") REFERENCES "staff_member"("network_id","id");--> statement-breakpoint
ALTER TABLE "staff_training" ADD CONSTRAINT "staff_training_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "tenant_party" ADD CONSTRAINT "tenant_party_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
CREATE POLICY "read" ON "premises_equipment" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "premises_equipment" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "premises_equipment" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "erase" ON "premises_equipment" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "premises_equipment" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "premises_room" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "premises_room" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "premises_room" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "erase" ON "premises_room" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "premises_room" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "staff_member" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "staff_member" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "staff_member" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "staff_member" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "staff_training" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "staff_training" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from staff_member s where s.network_id = staff_training.network_id and s.id = staff_training.staff_member_id and s.tenant_id = staff_training.tenant_id));--> statement-breakpoint
CREATE POLICY "erase" ON "staff_training" AS PERMISSIVE FOR DELETE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "staff_training" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "tenant_party" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "tenant_party" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "tenant_party" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "tenant_party" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);