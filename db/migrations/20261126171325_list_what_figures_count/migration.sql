-- Every figure opens what it counts. The functions that figures are made of also say which referral they counted, and two gates answer a list: the id where
-- the acting tenant is a party, as the wall of referrals has it, and for all others what their counts already tell, in groups.
DROP FUNCTION app.referrals_touching(integer, bigint, bigint);
--> statement-breakpoint
CREATE FUNCTION app.referrals_touching(network integer, low bigint, high bigint)
RETURNS TABLE (from_key bigint, from_tier text, from_kind text, to_key bigint, to_tier text, to_kind text, state text, direction text, mode text,
  holder_key bigint, is_overdue boolean, is_escalated boolean, submitted_at timestamptz, acknowledged_at timestamptz, decided_at timestamptz, closed_at timestamptz,
  id uuid, holder_tier text, is_seen boolean)
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
         r.submitted_at, r.acknowledged_at, r.decided_at, r.closed_at,
         r.id, CASE r.holder WHEN 'target' THEN t.tier WHEN 'sender' THEN f.tier WHEN 'organisation' THEN f.tier WHEN 'desk' THEN d.tier END,
         coalesce(r.from_tenant_id = a.tenant OR (r.submitted_at IS NOT NULL AND a.tenant IN (r.to_tenant_id, r.desk_tenant_id)), false)
  FROM found r
  CROSS JOIN (SELECT nullif(current_setting('app.tenant', true), '')::uuid AS tenant) a
  JOIN public.tenant f ON f.network_id = network AND f.id = r.from_tenant_id
  LEFT JOIN public.tenant t ON t.network_id = network AND t.id = r.to_tenant_id AND r.submitted_at IS NOT NULL
  LEFT JOIN public.tenant d ON d.network_id = network AND d.id = r.desk_tenant_id AND r.holder = 'desk'
$$;
--> statement-breakpoint
DROP FUNCTION app.response_spans(integer, bigint, bigint, timestamptz, timestamptz, time, time);
--> statement-breakpoint
CREATE FUNCTION app.response_spans(network integer, low bigint, high bigint, since timestamptz, before timestamptz, business_starts time, business_ends time)
RETURNS TABLE (place bigint, measure text, days integer, hours integer, id uuid)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  WITH answers AS MATERIALIZED (
    SELECT r.id, r.to_key AS place, a.measure, r.submitted_at AT TIME ZONE 'Asia/Shanghai' AS asked, a.answered_at AT TIME ZONE 'Asia/Shanghai' AS answered
    FROM app.referrals_touching(network, low, high) r
    CROSS JOIN LATERAL (VALUES ('acknowledge', r.acknowledged_at), ('decide', r.decided_at)) AS a(measure, answered_at)
    WHERE r.submitted_at >= since AND r.submitted_at < before AND a.answered_at IS NOT NULL AND r.to_key BETWEEN low AND high
  ), days AS MATERIALIZED (
    SELECT w.* FROM (SELECT min(asked)::date AS first_day, max(answered)::date AS last_day FROM answers) e, app.working_days(e.first_day, e.last_day) w
  ), measured AS (
    SELECT a.id, a.place, a.measure, t.works_until - f.works_until AS days, f.is_known AND t.unknown_until = f.unknown_until AS is_known,
      (t.works_until - t.works::int - f.works_until + f.works::int) * extract(epoch FROM business_ends - business_starts)
        + t.works::int * extract(epoch FROM least(greatest(a.answered::time, business_starts), business_ends) - business_starts)
        - f.works::int * extract(epoch FROM least(greatest(a.asked::time, business_starts), business_ends) - business_starts) AS seconds
    FROM answers a JOIN days f ON f.day = a.asked::date JOIN days t ON t.day = a.answered::date
  )
  SELECT m.place, m.measure, CASE WHEN m.is_known THEN m.days END, CASE WHEN m.is_known THEN floor(m.seconds / 3600)::int END, m.id FROM measured m
$$;
--> statement-breakpoint
-- What a figure about referrals counts. `side` says whose figure it is: `from` the sender, `to` the target, `holder` whose turn it is, or `any`: each once,
-- with the sender where it is inside. `moment` says which instant must lie in the time: submitted, decided, closed; null for what stands so now. With a
-- `measure`, answers alone: `days` is null where the calendar of a year between is not loaded.
CREATE FUNCTION app.referral_lines(low bigint, high bigint, side text, moment text, measure text, since timestamptz, before timestamptz, business_starts time, business_ends time)
RETURNS TABLE (referral_id uuid, place bigint, place_tier text, from_tier text, from_kind text, to_tier text, to_kind text, state text, direction text, mode text,
  is_overdue boolean, is_escalated boolean, is_decided boolean, days integer, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT r.*,
        CASE referral_lines.side WHEN 'from' THEN r.from_key WHEN 'to' THEN r.to_key WHEN 'holder' THEN r.holder_key
          ELSE CASE WHEN r.from_key BETWEEN low AND high THEN r.from_key ELSE r.to_key END END AS place,
        CASE referral_lines.side WHEN 'from' THEN r.from_tier WHEN 'to' THEN r.to_tier WHEN 'holder' THEN r.holder_tier
          ELSE CASE WHEN r.from_key BETWEEN low AND high THEN r.from_tier ELSE r.to_tier END END AS place_tier,
        CASE referral_lines.moment WHEN 'submitted' THEN r.submitted_at WHEN 'decided' THEN r.decided_at WHEN 'closed' THEN r.closed_at END AS at
      FROM app.referrals_touching(acting_network, low, high) r
    ), spans AS MATERIALIZED (
      SELECT s.id, s.days FROM app.response_spans(acting_network, low, high, since, before, business_starts, business_ends) s
      WHERE referral_lines.measure IS NOT NULL AND s.measure = referral_lines.measure
    )
    SELECT CASE WHEN f.is_seen THEN f.id END, f.place, f.place_tier, f.from_tier, f.from_kind, f.to_tier, f.to_kind, f.state, f.direction, f.mode,
           f.is_overdue, f.is_escalated, f.decided_at IS NOT NULL, s.days, count(*)::int
    FROM found f LEFT JOIN spans s ON s.id = f.id
    WHERE f.place BETWEEN low AND high AND (referral_lines.moment IS NULL OR (f.at >= since AND f.at < before)) AND (referral_lines.measure IS NULL OR s.id IS NOT NULL)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14;
END $$;
--> statement-breakpoint
-- The unmet needs themselves, as `unmet_needs` counts them. `is_seen` by whoever reads the preview still: the sender, and the desk that must find another
-- target; a target that declined keeps no preview, and a filter by field would give it back. Runs with its caller's rights: a gate's, or nobody's.
CREATE FUNCTION app.needs_unmet(network integer, low bigint, high bigint, since timestamptz, before timestamptz)
RETURNS TABLE (id uuid, place bigint, need text, field text, area text, cause text, is_seen boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, f.scope_key, r.need, r.preview_field, left(r.preview_division_code, 6),
         CASE WHEN r.state = 'expired' THEN 'expired' WHEN r.state = 'declined' THEN r.decline_code WHEN r.failure_code IS NOT NULL THEN 'failed' ELSE 'unmet' END,
         coalesce(r.from_tenant_id = a.tenant OR (r.desk_tenant_id = a.tenant AND (r.state = 'expired' OR r.holder = 'desk')), false)
  FROM public.tenant f
  CROSS JOIN (SELECT nullif(current_setting('app.tenant', true), '')::uuid AS tenant) a
  JOIN public.referral r ON r.network_id = network AND r.from_tenant_id = f.id
  WHERE f.network_id = network AND f.scope_key BETWEEN low AND high AND r.submitted_at IS NOT NULL
    AND (r.state IN ('declined', 'expired', 'failed') OR (r.state = 'closed' AND (r.failure_code IS NOT NULL OR r.outcome_code = 'unmet')))
    AND NOT EXISTS (SELECT 1 FROM public.referral later WHERE later.network_id = network AND later.chain_id = r.chain_id AND later.hop > r.hop
                      AND later.submitted_at IS NOT NULL AND later.state <> 'voided')
    AND coalesce(r.decided_at, r.updated_at) >= since AND coalesce(r.decided_at, r.updated_at) < before
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.unmet_needs(low bigint, high bigint, span bigint, since timestamptz, before timestamptz)
RETURNS TABLE (child bigint, need text, field text, area text, cause text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT low + ((u.place - low) / span) * span, u.need, u.field, u.area, u.cause, count(*)::int
    FROM app.needs_unmet(acting_network, low, high, since, before) u GROUP BY 1, 2, 3, 4, 5;
END $$;
--> statement-breakpoint
-- What a figure about unmet needs counts: ids for a party, for all others the counts by incubator.
CREATE FUNCTION app.unmet_need_lines(low bigint, high bigint, since timestamptz, before timestamptz)
RETURNS TABLE (referral_id uuid, place bigint, need text, field text, area text, cause text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT CASE WHEN u.is_seen THEN u.id END, u.place, u.need, u.field, u.area, u.cause, count(*)::int
    FROM app.needs_unmet(acting_network, low, high, since, before) u GROUP BY 1, 2, 3, 4, 5, 6;
END $$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  -- What has the gates' rights only when a gate calls it: the system role's alone.
  FOREACH gate IN ARRAY ARRAY['referrals_touching(integer, bigint, bigint)', 'needs_unmet(integer, bigint, bigint, timestamptz, timestamptz)',
    'response_spans(integer, bigint, bigint, timestamptz, timestamptz, time, time)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_system', gate);
  END LOOP;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['referral_lines(bigint, bigint, text, text, text, timestamptz, timestamptz, time, time)',
    'unmet_need_lines(bigint, bigint, timestamptz, timestamptz)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
