-- The words of the request that a referral answers, as they stand: for the referral's sender, to whom they were written, and nobody else. Not whom the
-- request names, nor anything of other requests.
CREATE FUNCTION app.asked_for(referral_id uuid)
RETURNS TABLE (number text, by_name text, asked_at timestamptz, reason text, offer text, due_at timestamptz, is_ended boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  RETURN QUERY
    SELECT q.number, q.asked_by_name, q.asked_at, q.reason, q.offer, q.due_at, q.state = 'ended'
    FROM public.referral r JOIN public.referral_request q ON q.network_id = acting_network AND q.id = r.request_id
    WHERE r.network_id = acting_network AND r.id = asked_for.referral_id AND r.kind = 'pull' AND r.from_tenant_id = acting_tenant;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.asked_for(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.asked_for(uuid) TO fuqiao_app;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.asked_for(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
