ALTER TABLE referral_batch FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE referral_batch_item FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON referral_batch TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON referral_batch_item TO fuqiao_app;
--> statement-breakpoint
-- Of an item only what came of it is written: which organisation, of which batch and whose it is stay.
GRANT UPDATE (referral_id, referral_number, refusal_code, refusal_params, tried_at) ON referral_batch_item TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON referral_batch, referral_batch_item TO fuqiao_system;
--> statement-breakpoint
-- What the machine must know of the world around referrals that nobody has begun yet, as app.referral_world tells of one that exists: for organisations
-- in the acting tenant's custody or under its live grant alone. parent_ids: the running referral that brought each organisation there, or null.
CREATE FUNCTION app.prospect_worlds(organisation_ids uuid[], parent_ids uuid[], target uuid)
RETURNS TABLE (
  organisation_id uuid,
  sender_holds_custody boolean,
  sender_holds_grant boolean,
  target_holds_custody boolean,
  sender_is_superior_of_chain boolean,
  chain_tenant_ids uuid[],
  open_target_ids uuid[],
  other_hand_over_open boolean,
  target_takes_referrals boolean,
  failed_before int
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH me AS (
    SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant
  ), asked AS (
    SELECT u.organisation_id, u.parent_id FROM unnest(organisation_ids, parent_ids) AS u (organisation_id, parent_id)
  ), held AS (
    SELECT a.organisation_id, a.parent_id, me.network, me.tenant, o.tenant_id = me.tenant AS is_own, o.tenant_id AS custodian_id,
           EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = me.network AND g.tenant_id = me.tenant AND g.organisation_id = o.id
                     AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()) AS is_granted
    FROM me JOIN public.organisation o ON o.network_id = me.network JOIN asked a ON a.organisation_id = o.id
  ), open AS (
    SELECT h.* FROM held h WHERE h.is_own OR h.is_granted
  ), chain AS (
    SELECT h.organisation_id, p.chain_id, p.hop
    FROM open h JOIN public.referral p ON p.network_id = h.network AND p.id = h.parent_id AND p.to_tenant_id = h.tenant AND p.organisation_id = h.organisation_id
  ), visited AS (
    SELECT DISTINCT h.organisation_id, t.id, t.scope_key
    FROM chain h CROSS JOIN me JOIN public.referral c ON c.network_id = me.network AND c.chain_id = h.chain_id
      AND c.submitted_at IS NOT NULL AND c.state NOT IN ('withdrawn', 'voided')
    JOIN public.tenant t ON t.network_id = me.network AND t.id IN (c.from_tenant_id, c.to_tenant_id)
  ), others AS (
    SELECT h.organisation_id, r.to_tenant_id, r.mode
    FROM open h JOIN public.referral r ON r.network_id = h.network AND r.organisation_id = h.organisation_id
      AND r.submitted_at IS NOT NULL AND r.state NOT IN ('closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided')
  )
  SELECT
    h.organisation_id,
    h.is_own,
    h.is_granted,
    EXISTS (SELECT 1 FROM public.tenant k JOIN public.tenant t ON t.network_id = k.network_id AND t.id = prospect_worlds.target
              WHERE k.network_id = h.network AND k.id = h.custodian_id
                AND (k.id = t.id OR (k.status <> 'active' AND k.scope_key BETWEEN t.scope_key AND t.scope_high))),
    NOT EXISTS (SELECT 1 FROM visited v, public.tenant s WHERE v.organisation_id = h.organisation_id AND s.network_id = h.network AND s.id = h.tenant
                  AND v.scope_key NOT BETWEEN s.scope_key AND s.scope_high),
    coalesce((SELECT array_agg(v.id) FROM visited v WHERE v.organisation_id = h.organisation_id), '{}'),
    coalesce((SELECT array_agg(DISTINCT o.to_tenant_id) FROM others o WHERE o.organisation_id = h.organisation_id), '{}'),
    EXISTS (SELECT 1 FROM others o WHERE o.organisation_id = h.organisation_id AND o.mode = 'handOver'),
    EXISTS (SELECT 1 FROM public.tenant t LEFT JOIN public.capability c ON c.network_id = t.network_id AND c.tenant_id = t.id
              WHERE t.network_id = h.network AND t.id = prospect_worlds.target AND t.status = 'active' AND coalesce(c.takes_referrals, true)),
    coalesce((SELECT count(*)::int FROM chain p JOIN public.referral f ON f.network_id = h.network AND f.chain_id = p.chain_id AND f.hop <= p.hop
                AND f.state IN ('declined', 'expired') WHERE p.organisation_id = h.organisation_id), 0)
  FROM open h
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.prospect_worlds(uuid[], uuid[], uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.prospect_worlds(uuid[], uuid[], uuid) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.prospect_worlds(uuid[], uuid[], uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
