-- Needs that incubators of a range brought forward in a period and nobody has met: the last referral of a chain was declined, expired, failed, or
-- reported as unmet. A chain counts once, however often it was tried. Counts alone, by what the preview may tell; never an organisation.
CREATE FUNCTION app.unmet_needs(low bigint, high bigint, span bigint, since timestamptz, before timestamptz)
RETURNS TABLE (child bigint, need text, field text, area text, cause text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH ended AS (
      SELECT f.scope_key, r.need, r.preview_field, r.preview_division_code,
             CASE WHEN r.state = 'expired' THEN 'expired' WHEN r.state = 'declined' THEN r.decline_code WHEN r.failure_code IS NOT NULL THEN 'failed' ELSE 'unmet' END AS cause,
             coalesce(r.decided_at, r.updated_at) AS at
      FROM public.tenant f JOIN public.referral r ON r.network_id = acting_network AND r.from_tenant_id = f.id
      WHERE f.network_id = acting_network AND f.scope_key BETWEEN low AND high AND r.submitted_at IS NOT NULL
        AND (r.state IN ('declined', 'expired', 'failed') OR (r.state = 'closed' AND (r.failure_code IS NOT NULL OR r.outcome_code = 'unmet')))
        AND NOT EXISTS (SELECT 1 FROM public.referral later WHERE later.network_id = acting_network AND later.chain_id = r.chain_id AND later.hop > r.hop
                          AND later.submitted_at IS NOT NULL AND later.state <> 'voided')
    )
    SELECT low + ((e.scope_key - low) / span) * span, e.need, e.preview_field, left(e.preview_division_code, 6), e.cause, count(*)::int
    FROM ended e WHERE e.at >= since AND e.at < before GROUP BY 1, 2, 3, 4, 5;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.unmet_needs(bigint, bigint, bigint, timestamptz, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.unmet_needs(bigint, bigint, bigint, timestamptz, timestamptz) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.unmet_needs(bigint, bigint, bigint, timestamptz, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
