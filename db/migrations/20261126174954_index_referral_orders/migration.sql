CREATE INDEX "referral_inbox_due" ON "referral" ("network_id","to_tenant_id","due_at","id");--> statement-breakpoint
CREATE INDEX "referral_inbox_submitted" ON "referral" ("network_id","to_tenant_id","submitted_at","id");--> statement-breakpoint
CREATE INDEX "referral_outbox_due" ON "referral" ("network_id","from_tenant_id","due_at","id");--> statement-breakpoint
CREATE INDEX "referral_outbox_submitted" ON "referral" ("network_id","from_tenant_id","submitted_at","id");