ALTER TABLE profile_pass_roster FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT ON profile_pass_roster TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON profile_pass_roster TO fuqiao_system;
