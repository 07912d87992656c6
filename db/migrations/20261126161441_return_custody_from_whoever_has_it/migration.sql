-- The world as before, and whether the target still keeps what was handed over to it: itself, or the suspended incubator below it whose work it does.
DROP FUNCTION app.referral_world(uuid);
--> statement-breakpoint
CREATE FUNCTION app.referral_world(referral_id uuid)
RETURNS TABLE (
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
    SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant,
           nullif(current_setting('app.organisation', true), '')::uuid AS organisation
  ), r AS (
    SELECT x.* FROM public.referral x, me
    WHERE x.network_id = me.network AND x.id = referral_world.referral_id
      AND (x.from_tenant_id = me.tenant OR (x.submitted_at IS NOT NULL AND (x.to_tenant_id = me.tenant OR x.desk_tenant_id = me.tenant))
           OR (x.state <> 'draft' AND x.organisation_id = me.organisation))
  ), visited AS (
    SELECT DISTINCT t.id, t.scope_key
    FROM r JOIN public.referral c ON c.network_id = r.network_id AND c.chain_id = r.chain_id AND c.id <> r.id
      AND c.submitted_at IS NOT NULL AND c.state NOT IN ('withdrawn', 'voided')
    JOIN public.tenant t ON t.network_id = r.network_id AND t.id IN (c.from_tenant_id, c.to_tenant_id)
  ), others AS (
    SELECT o.to_tenant_id, o.mode
    FROM r JOIN public.referral o ON o.network_id = r.network_id AND o.organisation_id = r.organisation_id AND o.id <> r.id
      AND o.submitted_at IS NOT NULL AND o.state NOT IN ('closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided')
  )
  SELECT
    EXISTS (SELECT 1 FROM public.organisation o WHERE o.network_id = r.network_id AND o.id = r.organisation_id AND o.tenant_id = r.from_tenant_id),
    EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = r.network_id AND g.tenant_id = r.from_tenant_id AND g.organisation_id = r.organisation_id
              AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()),
    EXISTS (SELECT 1 FROM public.organisation o JOIN public.tenant k ON k.network_id = o.network_id AND k.id = o.tenant_id
              JOIN public.tenant t ON t.network_id = o.network_id AND t.id = r.to_tenant_id
              WHERE o.network_id = r.network_id AND o.id = r.organisation_id
                AND (k.id = t.id OR (k.status <> 'active' AND k.scope_key BETWEEN t.scope_key AND t.scope_high))),
    NOT EXISTS (SELECT 1 FROM visited v, public.tenant s WHERE s.network_id = r.network_id AND s.id = r.from_tenant_id
                  AND v.scope_key NOT BETWEEN s.scope_key AND s.scope_high),
    coalesce((SELECT array_agg(v.id) FROM visited v), '{}'),
    coalesce((SELECT array_agg(DISTINCT o.to_tenant_id) FROM others o), '{}'),
    EXISTS (SELECT 1 FROM others o WHERE o.mode = 'handOver'),
    EXISTS (SELECT 1 FROM public.tenant t LEFT JOIN public.capability c ON c.network_id = t.network_id AND c.tenant_id = t.id
              WHERE t.network_id = r.network_id AND t.id = r.to_tenant_id AND t.status = 'active' AND coalesce(c.takes_referrals, true)),
    (SELECT count(*)::int FROM public.referral f WHERE f.network_id = r.network_id AND f.chain_id = r.chain_id AND f.hop < r.hop AND f.state IN ('declined', 'expired'))
  FROM r
$$;
--> statement-breakpoint
-- Custody goes back from whoever has it for the target.
CREATE OR REPLACE FUNCTION app.return_custody(referral_id uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  r public.referral;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  place bigint;
BEGIN
  SELECT * INTO r FROM public.referral x WHERE x.network_id = acting_network AND x.id = return_custody.referral_id FOR UPDATE;
  IF NOT FOUND OR acting_tenant IS NULL OR acting_tenant NOT IN (r.from_tenant_id, coalesce(r.desk_tenant_id, r.from_tenant_id))
     OR r.mode <> 'handOver' OR r.state <> 'returned' OR r.updated_at <> app.acting_now() THEN
    RAISE EXCEPTION 'custody goes back only with an accepted return' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT t.scope_key INTO place FROM public.tenant t WHERE t.network_id = acting_network AND t.id = r.from_tenant_id;
  UPDATE public.organisation o SET tenant_id = r.from_tenant_id, scope_key = place, reporting_tenant_id = r.from_tenant_id, version = o.version + 1, updated_at = app.acting_now()
  FROM public.tenant k, public.tenant t
  WHERE o.network_id = acting_network AND o.id = r.organisation_id AND k.network_id = acting_network AND k.id = o.tenant_id
    AND t.network_id = acting_network AND t.id = r.to_tenant_id
    AND (k.id = t.id OR (k.status <> 'active' AND k.scope_key BETWEEN t.scope_key AND t.scope_high));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the target is no longer the custodian' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE public.dossier_section d SET tenant_id = r.from_tenant_id, scope_key = place WHERE d.network_id = acting_network AND d.organisation_id = r.organisation_id;
  UPDATE public.organisation_person p SET tenant_id = r.from_tenant_id, scope_key = place WHERE p.network_id = acting_network AND p.organisation_id = r.organisation_id;
  UPDATE public.attachment f SET tenant_id = r.from_tenant_id, scope_key = place WHERE f.network_id = acting_network AND f.organisation_id = r.organisation_id AND f.purpose = 'document';
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.referral_world(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.referral_world(uuid) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.referral_world(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
