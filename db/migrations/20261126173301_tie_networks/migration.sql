CREATE TABLE "incubator_offer" (
	"network_id" integer,
	"tenant_id" uuid,
	"offered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incubator_offer_pkey" PRIMARY KEY("network_id","tenant_id")
);
--> statement-breakpoint
ALTER TABLE "incubator_offer" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "partnership" (
	"low_network_id" integer,
	"high_network_id" integer,
	"proposed_by_network_id" integer NOT NULL,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by_network_id" integer NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"low_tenant_id" uuid,
	"high_tenant_id" uuid,
	CONSTRAINT "partnership_pkey" PRIMARY KEY("low_network_id","high_network_id"),
	CONSTRAINT "partnership_of_two" CHECK (low_network_id < high_network_id)
);
--> statement-breakpoint
ALTER TABLE "partnership" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral_bridge" (
	"network_a" integer,
	"referral_a" uuid,
	"network_b" integer NOT NULL,
	"referral_b" uuid,
	"incubator_id" uuid NOT NULL,
	"card" jsonb NOT NULL,
	CONSTRAINT "referral_bridge_pkey" PRIMARY KEY("network_a","referral_a"),
	CONSTRAINT "referral_bridge_far_end" UNIQUE("network_b","referral_b")
);
--> statement-breakpoint
ALTER TABLE "referral_bridge" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "referral" DROP CONSTRAINT "referral_letter_code";--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_letter_code" UNIQUE("letter_code","network_id");--> statement-breakpoint
CREATE INDEX "partnership_of_low" ON "partnership" ("low_network_id","low_tenant_id");--> statement-breakpoint
CREATE INDEX "partnership_of_high" ON "partnership" ("high_network_id","high_tenant_id");--> statement-breakpoint
CREATE INDEX "referral_bridge_to" ON "referral_bridge" ("network_b","incubator_id");--> statement-breakpoint
ALTER TABLE "incubator_offer" ADD CONSTRAINT "incubator_offer_tenant" FOREIGN KEY ("network_id","tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "partnership" ADD CONSTRAINT "partnership_low_network_id_network_id_fkey" FOREIGN KEY ("low_network_id") REFERENCES "network"("id");--> statement-breakpoint
ALTER TABLE "partnership" ADD CONSTRAINT "partnership_high_network_id_network_id_fkey" FOREIGN KEY ("high_network_id") REFERENCES "network"("id");--> statement-breakpoint
ALTER TABLE "partnership" ADD CONSTRAINT "partnership_low_tenant" FOREIGN KEY ("low_network_id","low_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "partnership" ADD CONSTRAINT "partnership_high_tenant" FOREIGN KEY ("high_network_id","high_tenant_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_bridge" ADD CONSTRAINT "referral_bridge_near" FOREIGN KEY ("network_a","referral_a") REFERENCES "referral"("network_id","id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "referral_bridge" ADD CONSTRAINT "referral_bridge_far" FOREIGN KEY ("network_b","referral_b") REFERENCES "referral"("network_id","id");--> statement-breakpoint
ALTER TABLE "referral_bridge" ADD CONSTRAINT "referral_bridge_incubator" FOREIGN KEY ("network_b","incubator_id") REFERENCES "tenant"("network_id","id");--> statement-breakpoint
CREATE POLICY "system" ON "incubator_offer" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "partnership" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system" ON "referral_bridge" AS PERMISSIVE FOR ALL TO "fuqiao_system" USING (true) WITH CHECK (true);