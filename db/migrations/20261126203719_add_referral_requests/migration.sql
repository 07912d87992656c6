CREATE TABLE "referral_request" (
	"network_id" integer,
	"id" uuid,
	"tenant_id" uuid NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"credit_code" text,
	"subject_key" text NOT NULL,
	"need" text NOT NULL,
	"field" text NOT NULL,
	"division_code" text NOT NULL,
	"mode" text NOT NULL,
	"reason" text NOT NULL,
	"offer" text NOT NULL,
	"asked_by_person_id" uuid NOT NULL,
	"asked_by_name" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"calendar_version" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"next_clock_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	CONSTRAINT "referral_request_pkey" PRIMARY KEY("network_id","id"),
	CONSTRAINT "referral_request_number" UNIQUE("network_id","tenant_id","number"),
	CONSTRAINT "referral_request_settled" CHECK ((state = 'open') = (settled_at is null))
);
--> statement-breakpoint
ALTER TABLE "referral_request" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "request_id" uuid;--> statement-breakpoint
CREATE INDEX "organisation_plain_name" ON "organisation" ("network_id",regexp_replace(normalize(name, nfkc), '\s', '', 'g'));--> statement-breakpoint
CREATE INDEX "referral_request_asked" ON "referral_request" ("network_id","tenant_id","asked_at" DESC,"id" DESC);--> statement-breakpoint
CREATE UNIQUE INDEX "referral_request_one_open" ON "referral_request" ("network_id","tenant_id","subject_key") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "referral_request_clock" ON "referral_request" ("next_clock_at") WHERE next_clock_at is not null;--> statement-breakpoint
CREATE INDEX "referral_asked_for" ON "referral" ("network_id","request_id");--> statement-breakpoint
ALTER TABLE "referral_request" ADD CONSTRAINT "referral_request_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_request_of" FOREIGN KEY ("network_id","request_id") REFERENCES "referral_request"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_pull_was_asked" CHECK (kind <> 'pull' or request_id is not null);--> statement-breakpoint
CREATE POLICY "read" ON "referral_request" AS PERMISSIVE FOR SELECT TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "write" ON "referral_request" AS PERMISSIVE FOR INSERT TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and state = 'open');--> statement-breakpoint
CREATE POLICY "system" ON "referral_request" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);