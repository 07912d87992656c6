ALTER TABLE signing_code FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON signing_code TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_code TO fuqiao_system;
