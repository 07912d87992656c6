ALTER TABLE "referral" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "stood" jsonb;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "information_rounds" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "waitlisted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "expected_on" date;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "dispatched_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "objected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "accepted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "planned_end_on" date;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "resume_on" date;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "state_before_return" text;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "failure_code" text;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "disputed_by" text;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "ruling" text;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "void_proposed_by_person_id" uuid;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "void_proposed_by_name" text;--> statement-breakpoint
ALTER TABLE "referral" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
DROP INDEX "referral_one_open_hand_over";--> statement-breakpoint
CREATE UNIQUE INDEX "referral_one_open_hand_over" ON "referral" ("network_id","organisation_id") WHERE mode = 'handOver' and state in ('submitted', 'dispatched', 'acknowledged', 'informationRequested', 'waitlisted', 'accepted', 'active', 'onHold', 'returnRequested', 'outcomeReported', 'failed', 'disputed');--> statement-breakpoint
ALTER POLICY "change" ON "referral" TO "fuqiao_app" USING (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when submitted_at is not null and to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when submitted_at is not null and desk_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when state <> 'draft' and organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end) WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and case when from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when submitted_at is not null and to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when submitted_at is not null and desk_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then true when organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then true else false end);