ALTER TABLE "incubation_case" DROP CONSTRAINT "incubation_case_number";--> statement-breakpoint
ALTER TABLE "incubation_case" ADD COLUMN "former_tenant_id" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "incubation_case_numbered" ON "incubation_case" ("network_id","tenant_id","number") WHERE former_tenant_id is null;--> statement-breakpoint
CREATE INDEX "incubation_case_of_former" ON "incubation_case" ("network_id","former_tenant_id");--> statement-breakpoint
ALTER TABLE "incubation_case" ADD CONSTRAINT "incubation_case_former" FOREIGN KEY ("network_id","former_tenant_id") REFERENCES "tenant"("network_id","id");