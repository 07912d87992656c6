DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['mail_setting', 'webhook_endpoint', 'delivery']
  LOOP
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_setting, webhook_endpoint, delivery TO fuqiao_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON mail_setting TO fuqiao_app;
--> statement-breakpoint
-- A sealed secret is written by whoever made the endpoint and read by the worker alone.
GRANT SELECT (network_id, id, tenant_id, url, kinds, state, created_at, created_by_name, version, updated_at) ON webhook_endpoint TO fuqiao_app;
--> statement-breakpoint
GRANT INSERT, UPDATE, DELETE ON webhook_endpoint TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON delivery TO fuqiao_app;
