-- What waits for the desk counts with the desk, and what was voided with nobody.
CREATE OR REPLACE FUNCTION app.referrals_touching(network integer, low bigint, high bigint)
RETURNS TABLE (from_key bigint, from_tier text, from_kind text, to_key bigint, to_tier text, to_kind text, state text, direction text, mode text,
  holder_key bigint, is_overdue boolean, is_escalated boolean, submitted_at timestamptz, acknowledged_at timestamptz, decided_at timestamptz, closed_at timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  WITH inside AS MATERIALIZED (
    SELECT t.id FROM public.tenant t WHERE t.network_id = network AND t.scope_key BETWEEN low AND high
  ), found AS (
    SELECT r.* FROM inside i JOIN public.referral r ON r.network_id = network AND r.from_tenant_id = i.id WHERE r.state NOT IN ('draft', 'voided')
    UNION ALL
    SELECT r.* FROM inside i JOIN public.referral r ON r.network_id = network AND r.to_tenant_id = i.id
    WHERE r.submitted_at IS NOT NULL AND r.state <> 'voided' AND NOT EXISTS (SELECT 1 FROM inside s WHERE s.id = r.from_tenant_id)
  )
  SELECT f.scope_key, f.tier, f.kind, t.scope_key, t.tier, t.kind, r.state, r.direction, r.mode,
         CASE r.holder WHEN 'target' THEN t.scope_key WHEN 'sender' THEN f.scope_key WHEN 'organisation' THEN f.scope_key
           WHEN 'desk' THEN CASE WHEN d.scope_key BETWEEN low AND high THEN d.scope_key END END,
         r.holder IS NOT NULL AND coalesce(r.due_at < app.acting_now(), false), r.holder IS NOT NULL AND r.escalation_level = 2,
         r.submitted_at, r.acknowledged_at, r.decided_at, r.closed_at
  FROM found r
  JOIN public.tenant f ON f.network_id = network AND f.id = r.from_tenant_id
  LEFT JOIN public.tenant t ON t.network_id = network AND t.id = r.to_tenant_id AND r.submitted_at IS NOT NULL
  LEFT JOIN public.tenant d ON d.network_id = network AND d.id = r.desk_tenant_id AND r.holder = 'desk'
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.redesk_referrals(moved uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.require_root();
BEGIN
  UPDATE public.referral r SET desk_tenant_id = (
    SELECT a.id FROM public.tenant a, public.tenant f, public.tenant t
    WHERE f.network_id = r.network_id AND f.id = r.from_tenant_id AND t.network_id = r.network_id AND t.id = r.to_tenant_id
      AND a.network_id = r.network_id AND f.scope_key BETWEEN a.scope_key AND a.scope_high AND t.scope_key BETWEEN a.scope_key AND a.scope_high
      AND (a.depth = 0 OR (a.status = 'active' AND a.id <> f.id AND a.id <> t.id))
    ORDER BY a.depth DESC LIMIT 1)
  WHERE r.network_id = acting_network AND r.desk_tenant_id IS NOT NULL
    AND (r.holder IS NOT NULL OR r.state NOT IN ('draft', 'closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided')) AND (r.from_tenant_id = ANY (moved) OR r.to_tenant_id = ANY (moved));
  -- What waits for the desk waits for the one that it is now.
  UPDATE public.referral r SET holder_tenant_id = r.desk_tenant_id
  WHERE r.network_id = acting_network AND r.holder = 'desk' AND r.holder_tenant_id IS DISTINCT FROM r.desk_tenant_id
    AND (r.from_tenant_id = ANY (moved) OR r.to_tenant_id = ANY (moved));
END $$;
--> statement-breakpoint
-- Where the common superior closes or returns a referral, the target's sight ends with it: the wall lets only the parties to a grant end it.
CREATE FUNCTION app.end_grants_by_desk(referral_id uuid, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  PERFORM 1 FROM public.referral r
  WHERE r.network_id = acting_network AND r.id = end_grants_by_desk.referral_id AND r.desk_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
    AND r.state IN ('closed', 'returned') AND r.updated_at = app.acting_now();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the desk ends what it closes now' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.dossier_grant g SET ended_at = app.acting_now(), end_reason = end_grants_by_desk.reason
  WHERE g.network_id = acting_network AND g.referral_id = end_grants_by_desk.referral_id AND g.ended_at IS NULL;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.end_grants_by_desk(uuid, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.end_grants_by_desk(uuid, text) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.end_grants_by_desk(uuid, text) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
