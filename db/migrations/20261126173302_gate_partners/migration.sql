ALTER TABLE partnership FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE incubator_offer FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE referral_bridge FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON partnership, incubator_offer, referral_bridge TO fuqiao_system;
--> statement-breakpoint
-- The network that a tenant of another stands for, while the two are partners; NULL for any other tenant. The gates' own.
CREATE FUNCTION app.partner_of(network integer, partner_tenant uuid) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN p.low_network_id = network THEN p.high_network_id ELSE p.low_network_id END FROM public.partnership p
  WHERE p.state = 'inForce'
    AND ((p.low_network_id = network AND p.low_tenant_id = partner_tenant) OR (p.high_network_id = network AND p.high_tenant_id = partner_tenant))
$$;
--> statement-breakpoint
-- The acting network's partners, as every incubator of it may know them; what is not in force, for the centre at its top alone. Of the other network: its
-- name and how many incubators it offers.
CREATE FUNCTION app.partners()
RETURNS TABLE (network_id integer, name text, division_code text, state text, is_proposed_by_us boolean, is_changed_by_us boolean, tenant_id uuid, version integer,
  changed_at timestamptz, reason text, offered integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH me AS (
    SELECT nullif(current_setting('app.network', true), '')::int AS network,
           coalesce(nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655, false) AS is_root
    WHERE nullif(current_setting('app.tenant', true), '') IS NOT NULL
  )
  SELECT o.id, o.name, o.division_code, p.state, p.proposed_by_network_id = me.network, p.changed_by_network_id = me.network,
         CASE WHEN p.low_network_id = me.network THEN p.low_tenant_id ELSE p.high_tenant_id END, p.version, p.changed_at, p.reason,
         CASE WHEN p.state = 'inForce' THEN (SELECT count(*)::int FROM public.incubator_offer f WHERE f.network_id = o.id) ELSE 0 END
  FROM me JOIN public.partnership p ON me.network IN (p.low_network_id, p.high_network_id)
  JOIN public.network o ON o.id = CASE WHEN p.low_network_id = me.network THEN p.high_network_id ELSE p.low_network_id END
  WHERE p.state = 'inForce' OR me.is_root
  ORDER BY o.name, o.id
$$;
--> statement-breakpoint
-- Networks that the centre of a network may propose to: those that offer an incubator to others, work by the same profile (so that a code means the same on
-- both sides) and are neither partners nor asked already. Their names, and nothing else of them.
CREATE FUNCTION app.partner_candidates(piece text)
RETURNS TABLE (network_id integer, name text, division_code text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.require_root();
BEGIN
  RETURN QUERY
    SELECT n.id, n.name, n.division_code FROM public.network n JOIN public.network own ON own.id = acting_network AND own.profile_id = n.profile_id
    WHERE n.id <> acting_network AND strpos(lower(n.name), lower(piece)) > 0
      AND EXISTS (SELECT 1 FROM public.incubator_offer f WHERE f.network_id = n.id)
      AND NOT EXISTS (SELECT 1 FROM public.partnership p WHERE p.state IN ('proposed', 'inForce')
                        AND p.low_network_id = least(n.id, acting_network) AND p.high_network_id = greatest(n.id, acting_network))
    ORDER BY n.name, n.id LIMIT 20;
END $$;
--> statement-breakpoint
-- The partnership with another network, locked, for the centre that is about to change it.
CREATE FUNCTION app.lock_partnership(other integer)
RETURNS TABLE (state text, version integer, is_proposed_by_us boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.require_root();
BEGIN
  RETURN QUERY
    SELECT p.state, p.version, p.proposed_by_network_id = acting_network FROM public.partnership p
    WHERE p.low_network_id = least(other, acting_network) AND p.high_network_id = greatest(other, acting_network) FOR UPDATE;
END $$;
--> statement-breakpoint
-- The trail of the other side: its auditors read there what a partner's centre did.
CREATE FUNCTION app.audit_partner(at_network integer, by_network integer, what text, details jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO public.audit_entry (network_id, id, tenant_id, tenant_name, person_name, at, action, subject_kind, outcome, details)
  SELECT t.network_id, gen_random_uuid(), t.id, t.name, n.name, app.acting_now(), what, 'Partner', 'done', audit_partner.details || jsonb_build_object('partner', n.name)
  FROM public.tenant t JOIN public.network n ON n.id = by_network WHERE t.network_id = at_network AND t.depth = 0 AND t.parent_id IS NULL
$$;
--> statement-breakpoint
-- Proposes to another network that may be found. Answers false where there is none to propose to.
CREATE FUNCTION app.propose_partnership(other integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.require_root();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM app.partner_candidates('') c WHERE c.network_id = other) THEN RETURN false; END IF;
  INSERT INTO public.partnership AS p (low_network_id, high_network_id, proposed_by_network_id, state, changed_at, changed_by_network_id)
  VALUES (least(other, acting_network), greatest(other, acting_network), acting_network, 'proposed', app.acting_now(), acting_network)
  ON CONFLICT (low_network_id, high_network_id) DO UPDATE SET state = 'proposed', proposed_by_network_id = acting_network, version = p.version + 1,
    changed_at = app.acting_now(), changed_by_network_id = acting_network, reason = ''
  WHERE p.state IN ('declined', 'withdrawn', 'ended');
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.audit_partner(other, acting_network, 'partner.proposed', '{}');
  RETURN true;
END $$;
--> statement-breakpoint
-- The tenant of a network that stands for another. It stands beside the tree: its key lies in no network's range, so that what it holds is below nobody, and
-- no list, search, count or dashboard reaches it. It has no members.
CREATE FUNCTION app.open_partner_tenant(at_network integer, other integer, known uuid) RETURNS uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  made uuid := coalesce(known, gen_random_uuid());
  place bigint := -((at_network::bigint << 32) | other);
  today date := (app.acting_now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
  INSERT INTO public.tenant AS t (network_id, id, parent_id, scope_key, scope_high, depth, tier, kind, name, short_name, initials, division_code, opened_on, updated_at)
  SELECT r.network_id, made, NULL, place, place, 1, r.tier, 'partnerNetwork', n.name, left(n.name, 20), '', n.division_code, today, app.acting_now()
  FROM public.tenant r JOIN public.network n ON n.id = other WHERE r.network_id = at_network AND r.depth = 0 AND r.parent_id IS NULL
  ON CONFLICT (network_id, id) DO UPDATE SET status = 'active', name = excluded.name, short_name = excluded.short_name, version = t.version + 1, updated_at = app.acting_now();
  INSERT INTO public.tenant_history (network_id, id, tenant_id, change, from_at, name, parent_id, scope_key, status, reason, person_name)
  SELECT t.network_id, gen_random_uuid(), t.id, CASE WHEN known IS NULL THEN 'opened' ELSE 'resumed' END, app.acting_now(), t.name, t.parent_id, t.scope_key, 'active', '', ''
  FROM public.tenant t WHERE t.network_id = at_network AND t.id = made;
  RETURN made;
END $$;
--> statement-breakpoint
-- Writes what the rules said of a partnership that this transaction holds locked. Only the side that was asked brings it into force; then each network has
-- a tenant that stands for the other, until it ends.
CREATE FUNCTION app.change_partnership(other integer, next_state text, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.require_root();
  p public.partnership;
BEGIN
  SELECT * INTO p FROM public.partnership x WHERE x.low_network_id = least(other, acting_network) AND x.high_network_id = greatest(other, acting_network) FOR UPDATE;
  IF NOT FOUND OR NOT (CASE next_state WHEN 'inForce' THEN p.state = 'proposed' AND p.proposed_by_network_id <> acting_network
      WHEN 'declined' THEN p.state = 'proposed' AND p.proposed_by_network_id <> acting_network
      WHEN 'withdrawn' THEN p.state = 'proposed' AND p.proposed_by_network_id = acting_network
      WHEN 'ended' THEN p.state = 'inForce' ELSE false END) THEN
    RAISE EXCEPTION 'a partnership is not changed so' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF next_state = 'inForce' THEN
    p.low_tenant_id := app.open_partner_tenant(p.low_network_id, p.high_network_id, p.low_tenant_id);
    p.high_tenant_id := app.open_partner_tenant(p.high_network_id, p.low_network_id, p.high_tenant_id);
  ELSIF next_state = 'ended' THEN
    UPDATE public.tenant t SET status = 'closed', version = t.version + 1, updated_at = app.acting_now()
    WHERE (t.network_id, t.id) IN ((p.low_network_id, p.low_tenant_id), (p.high_network_id, p.high_tenant_id));
  END IF;
  UPDATE public.partnership x SET state = next_state, version = p.version + 1, changed_at = app.acting_now(), changed_by_network_id = acting_network,
    reason = change_partnership.reason, low_tenant_id = p.low_tenant_id, high_tenant_id = p.high_tenant_id
  WHERE x.low_network_id = p.low_network_id AND x.high_network_id = p.high_network_id;
  PERFORM app.audit_partner(other, acting_network, 'partner.' || next_state, jsonb_build_object('version', p.version + 1));
END $$;
--> statement-breakpoint
-- Which of its incubators a network offers to others, for its own people.
CREATE FUNCTION app.offered_incubators() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(f.tenant_id), '{}') FROM public.incubator_offer f
  WHERE f.network_id = nullif(current_setting('app.network', true), '')::int AND nullif(current_setting('app.tenant', true), '') IS NOT NULL
$$;
--> statement-breakpoint
-- Offers an incubator to other networks or takes it back. Answers false for one that is not at work in the acting network, or stands for another.
CREATE FUNCTION app.offer_incubator(offered uuid, is_offered boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.require_root();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.tenant t WHERE t.network_id = acting_network AND t.id = offered AND t.kind <> 'partnerNetwork'
                   AND (t.status = 'active' OR NOT is_offered)) THEN
    RETURN false;
  END IF;
  IF is_offered THEN
    INSERT INTO public.incubator_offer (network_id, tenant_id, offered_at) VALUES (acting_network, offered, app.acting_now()) ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM public.incubator_offer f WHERE f.network_id = acting_network AND f.tenant_id = offered;
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- The public card of the incubators that a network offers and that take referrals now. The gates' own.
CREATE FUNCTION app.published_incubators(of_network integer)
RETURNS TABLE (incubator_id uuid, name text, tier text, kind text, division_name text, functions text[], fields text[], contact_name text, contact_phone text, network_name text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT t.id, t.name, t.tier, t.kind, d.name, coalesce(c.functions, '{}'), coalesce(c.fields, '{}'), coalesce(c.contact_name, ''), coalesce(c.contact_phone, ''), n.name
  FROM public.incubator_offer f JOIN public.tenant t ON t.network_id = f.network_id AND t.id = f.tenant_id AND t.status = 'active'
  JOIN public.network n ON n.id = f.network_id JOIN public.division d ON d.code = t.division_code
  LEFT JOIN public.capability c ON c.network_id = t.network_id AND c.tenant_id = t.id
  WHERE f.network_id = of_network AND coalesce(c.takes_referrals, true)
  ORDER BY t.depth, t.kind <> 'administrative', t.division_code, t.name
$$;
--> statement-breakpoint
-- What a partner of the acting network publishes; nothing where there is no partnership in force.
CREATE FUNCTION app.partner_incubators(partner_tenant uuid)
RETURNS TABLE (incubator_id uuid, name text, tier text, kind text, division_name text, functions text[], fields text[], contact_name text, contact_phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.incubator_id, c.name, c.tier, c.kind, c.division_name, c.functions, c.fields, c.contact_name, c.contact_phone
  FROM app.published_incubators(app.partner_of(nullif(current_setting('app.network', true), '')::int, partner_tenant)) c
  WHERE nullif(current_setting('app.tenant', true), '') IS NOT NULL
$$;
--> statement-breakpoint
-- As before, of the network's own incubators: the place of a partner network is none.
CREATE OR REPLACE FUNCTION app.joint_figures(since timestamptz, before timestamptz)
RETURNS TABLE (figure text, seat bigint, part text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.check_joint_meeting();
  network_low bigint := acting_network::bigint << 48;
  network_high bigint := ((acting_network::bigint + 1) << 48) - 1;
BEGIN
  RETURN QUERY
    WITH seats AS MATERIALIZED (
      SELECT t.scope_key, t.tier, CASE WHEN t.tier = top.tier THEN network_low ELSE t.scope_key - t.scope_key % 68719476736 END AS seat
      FROM public.tenant t JOIN public.tenant top ON top.network_id = t.network_id AND top.scope_key = network_low
      WHERE t.network_id = acting_network AND t.kind <> 'partnerNetwork'
    ), o AS MATERIALIZED (
      SELECT s.seat, x.stage, x.field, x.kind, x.created_at >= since AND x.created_at < before AS is_new
      FROM public.organisation x JOIN seats s ON s.scope_key = x.scope_key WHERE x.network_id = acting_network
    ), r AS MATERIALIZED (
      SELECT f.seat AS from_seat, t.seat AS to_seat, x.from_tier, x.to_tier, x.state, to_char(x.submitted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month
      FROM app.referrals_touching(acting_network, network_low, network_high) x
      JOIN seats f ON f.scope_key = x.from_key JOIN seats t ON t.scope_key = x.to_key
      WHERE x.submitted_at >= since AND x.submitted_at < before
    )
    SELECT 'organisations', o.seat, '', count(*)::int FROM o GROUP BY 2
    UNION ALL SELECT 'newOrganisations', o.seat, '', count(*)::int FROM o WHERE o.is_new GROUP BY 2
    UNION ALL SELECT 'stage', NULL, o.stage, count(*)::int FROM o GROUP BY 3
    UNION ALL SELECT 'field', NULL, o.field, count(*)::int FROM o GROUP BY 3
    UNION ALL SELECT 'kind', NULL, o.kind, count(*)::int FROM o GROUP BY 3
    UNION ALL SELECT 'sent', r.from_seat, '', count(*)::int FROM r GROUP BY 2
    UNION ALL SELECT 'received', r.to_seat, '', count(*)::int FROM r GROUP BY 2
    UNION ALL SELECT 'flow', NULL, r.from_tier || '>' || r.to_tier, count(*)::int FROM r GROUP BY 3
    UNION ALL SELECT 'state', NULL, r.state, count(*)::int FROM r GROUP BY 3
    UNION ALL SELECT 'month', NULL, r.month, count(*)::int FROM r GROUP BY 3
    UNION ALL SELECT 'incubators', s.seat, '', count(*)::int FROM seats s
      JOIN public.tenant t ON t.network_id = acting_network AND t.scope_key = s.scope_key AND t.status = 'active' GROUP BY 2
    UNION ALL SELECT 'overdue', s.seat, '', count(*)::int FROM app.referrals_touching(acting_network, network_low, network_high) x
      JOIN seats s ON s.scope_key = x.holder_key WHERE x.is_overdue GROUP BY 2;
END $$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  FOREACH gate IN ARRAY ARRAY['partner_of(integer, uuid)', 'audit_partner(integer, integer, text, jsonb)', 'open_partner_tenant(integer, integer, uuid)',
    'published_incubators(integer)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_system', gate);
  END LOOP;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['partners()', 'partner_candidates(text)', 'lock_partnership(integer)', 'propose_partnership(integer)',
    'change_partnership(integer, text, text)', 'offered_incubators()', 'offer_incubator(uuid, boolean)', 'partner_incubators(uuid)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
