DROP INDEX "grant_live";--> statement-breakpoint
CREATE INDEX "grant_live" ON "dossier_grant" ("network_id","tenant_id","until_at","from_at","organisation_id","referral_id") WHERE ended_at is null;