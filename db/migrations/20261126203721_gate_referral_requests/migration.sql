ALTER TABLE referral_request FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- The asker asks, and changes nothing of it afterwards: what becomes of a request is the worker's to write.
GRANT SELECT, INSERT ON referral_request TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON referral_request TO fuqiao_system;
--> statement-breakpoint
-- Organisations that incubators of a range asked for and that were not referred, each need once: not while the same asker asked again, nor once a
-- referral came of it. Counted from the askers' rows alone, so that a count tells nothing of whether there was such an organisation. Counts alone.
CREATE FUNCTION app.unmet_requests(low bigint, high bigint, span bigint, since timestamptz, before timestamptz)
RETURNS TABLE (child bigint, need text, field text, area text, cause text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH found AS (
      SELECT a.scope_key, q.need, q.field, left(q.division_code, 6) AS area
      FROM public.tenant a JOIN public.referral_request q ON q.network_id = acting_network AND q.tenant_id = a.id
      WHERE a.network_id = acting_network AND a.scope_key BETWEEN low AND high AND q.state = 'ended' AND q.settled_at >= since AND q.settled_at < before
        AND NOT EXISTS (SELECT 1 FROM public.referral_request later WHERE later.network_id = acting_network AND later.tenant_id = q.tenant_id
                          AND later.subject_key = q.subject_key AND later.need = q.need AND (later.asked_at, later.id) > (q.asked_at, q.id))
    )
    SELECT low + ((f.scope_key - low) / span) * span, f.need, f.field, f.area, 'notReferred'::text, count(*)::int FROM found f GROUP BY 1, 2, 3, 4;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.unmet_requests(bigint, bigint, bigint, timestamptz, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.unmet_requests(bigint, bigint, bigint, timestamptz, timestamptz) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.unmet_requests(bigint, bigint, bigint, timestamptz, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
