CREATE TABLE "activity" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"on_day" date NOT NULL,
	"attendances" integer DEFAULT 0 NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"person_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"voided_at" timestamp with time zone,
	"void_reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "activity_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "activity" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fact" (
	"network_id" integer,
	"id" bigserial,
	"tenant_id" uuid NOT NULL,
	"scope_key" bigint NOT NULL,
	"kind" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"on_day" date NOT NULL,
	"amount" integer NOT NULL,
	"subject_id" uuid,
	"source_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"line" uuid[] NOT NULL,
	"is_folded" boolean DEFAULT false NOT NULL,
	CONSTRAINT "fact_pkey" PRIMARY KEY("network_id","id")
);
--> statement-breakpoint
ALTER TABLE "fact" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup" (
	"network_id" integer,
	"tenant_id" uuid,
	"scope_key" bigint NOT NULL,
	"tree" text,
	"kind" text,
	"counted" text,
	"detail" text,
	"bucket" text,
	"known_on" date,
	"value" bigint NOT NULL,
	CONSTRAINT "rollup_pkey" PRIMARY KEY("network_id","tenant_id","kind","counted","detail","tree","bucket","known_on")
);
--> statement-breakpoint
ALTER TABLE "rollup" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_debt" (
	"network_id" integer PRIMARY KEY,
	"since_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rollup_debt" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "activity_of_tenant" ON "activity" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "activity_by_day" ON "activity" ("network_id","on_day" DESC,"id" DESC,"scope_key");--> statement-breakpoint
CREATE INDEX "fact_of_tenant" ON "fact" ("network_id","tenant_id","scope_key");--> statement-breakpoint
CREATE INDEX "fact_by_day" ON "fact" ("network_id","kind","on_day" DESC,"id" DESC,"detail","scope_key");--> statement-breakpoint
CREATE INDEX "fact_of_subject" ON "fact" ("network_id","subject_id","kind") WHERE subject_id is not null;--> statement-breakpoint
CREATE INDEX "fact_unfolded" ON "fact" ("network_id","id") WHERE not is_folded;--> statement-breakpoint
CREATE INDEX "rollup_of_tenant" ON "rollup" ("scope_key","tenant_id","network_id");--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "fact" ADD CONSTRAINT "fact_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "rollup" ADD CONSTRAINT "rollup_tenant" FOREIGN KEY ("network_id","tenant_id","scope_key") REFERENCES "tenant"("network_id","id","scope_key") ON UPDATE CASCADE;--> statement-breakpoint
ALTER TABLE "rollup_debt" ADD CONSTRAINT "rollup_debt_network_id_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id");--> statement-breakpoint
CREATE POLICY "read" ON "activity" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "write" ON "activity" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "change" ON "activity" AS PERMISSIVE FOR UPDATE TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "system" ON "activity" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "fact" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "system" ON "fact" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "rollup" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (scope_key <@ (select nullif(current_setting('app.scope', true), '')::int8range));--> statement-breakpoint
CREATE POLICY "system" ON "rollup" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "rollup_debt" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);