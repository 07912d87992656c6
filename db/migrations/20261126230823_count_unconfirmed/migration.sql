-- Silence closes a referral too, and is counted apart: closed without the word of everybody who was asked for it. Advice asks no organisation.
DROP FUNCTION app.referrals_touching(integer, bigint, bigint);
--> statement-breakpoint
CREATE FUNCTION app.referrals_touching(network integer, low bigint, high bigint)
RETURNS TABLE (from_key bigint, from_tier text, from_kind text, to_key bigint, to_tier text, to_kind text, state text, direction text, mode text,
  holder_key bigint, is_overdue boolean, is_escalated boolean, submitted_at timestamptz, acknowledged_at timestamptz, decided_at timestamptz, closed_at timestamptz,
  id uuid, holder_tier text, is_seen boolean, is_unconfirmed boolean)
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
         coalesce(r.from_tenant_id = a.tenant OR (r.submitted_at IS NOT NULL AND a.tenant IN (r.to_tenant_id, r.desk_tenant_id)), false),
         r.state = 'closed' AND (r.sender_confirmed_at IS NULL OR (r.kind <> 'consult' AND r.organisation_confirmed_at IS NULL))
  FROM found r
  CROSS JOIN (SELECT nullif(current_setting('app.tenant', true), '')::uuid AS tenant) a
  JOIN public.tenant f ON f.network_id = network AND f.id = r.from_tenant_id
  LEFT JOIN public.tenant t ON t.network_id = network AND t.id = r.to_tenant_id AND r.submitted_at IS NOT NULL
  LEFT JOIN public.tenant d ON d.network_id = network AND d.id = r.desk_tenant_id AND r.holder = 'desk'
$$;
--> statement-breakpoint
DROP FUNCTION app.referral_children(bigint, bigint, bigint, timestamptz, timestamptz);
--> statement-breakpoint
-- The same referrals by the children of the range's top, each child a stretch of `span` keys: sent and received in the period, what became of those
-- received, and what waits, is overdue or has climbed now with the child as the one whose turn it is.
CREATE FUNCTION app.referral_children(low bigint, high bigint, span bigint, since timestamptz, before timestamptz)
RETURNS TABLE (child bigint, sent integer, received integer, accepted integer, declined integer, closed integer, unconfirmed integer, waiting integer, overdue integer, escalated integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH r AS MATERIALIZED (SELECT *, x.submitted_at >= since AND x.submitted_at < before AS is_now FROM app.referrals_touching(acting_network, low, high) x),
    parts AS (
      SELECT r.from_key AS place, 1 AS sent, 0 AS received, 0 AS accepted, 0 AS declined, 0 AS closed, 0 AS unconfirmed, 0 AS waiting, 0 AS overdue, 0 AS escalated FROM r WHERE r.is_now
      UNION ALL
      SELECT r.to_key, 0, 1, (r.decided_at IS NOT NULL AND r.state <> 'declined')::int, (r.state = 'declined')::int, (r.state = 'closed')::int, r.is_unconfirmed::int, 0, 0, 0 FROM r WHERE r.is_now
      UNION ALL
      SELECT r.holder_key, 0, 0, 0, 0, 0, 0, 1, r.is_overdue::int, r.is_escalated::int FROM r WHERE r.holder_key IS NOT NULL
    )
    SELECT p.place - p.place % span, sum(p.sent)::int, sum(p.received)::int, sum(p.accepted)::int, sum(p.declined)::int, sum(p.closed)::int, sum(p.unconfirmed)::int,
           sum(p.waiting)::int, sum(p.overdue)::int, sum(p.escalated)::int
    FROM parts p WHERE p.place BETWEEN low AND high GROUP BY 1;
END $$;
--> statement-breakpoint
DROP FUNCTION app.referral_lines(bigint, bigint, text, text, text, timestamptz, timestamptz, time, time);
--> statement-breakpoint
-- What a figure about referrals counts. `side` says whose figure it is: `from` the sender, `to` the target, `holder` whose turn it is, or `any`: each once,
-- with the sender where it is inside. `moment` says which instant must lie in the time: submitted, decided, closed; null for what stands so now. With a
-- `measure`, answers alone: `days` is null where the calendar of a year between is not loaded.
CREATE FUNCTION app.referral_lines(low bigint, high bigint, side text, moment text, measure text, since timestamptz, before timestamptz, business_starts time, business_ends time)
RETURNS TABLE (referral_id uuid, place bigint, place_tier text, from_tier text, from_kind text, to_tier text, to_kind text, state text, direction text, mode text,
  is_overdue boolean, is_escalated boolean, is_decided boolean, is_unconfirmed boolean, days integer, n integer)
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
           f.is_overdue, f.is_escalated, f.decided_at IS NOT NULL, f.is_unconfirmed, s.days, count(*)::int
    FROM found f LEFT JOIN spans s ON s.id = f.id
    WHERE f.place BETWEEN low AND high AND (referral_lines.moment IS NULL OR (f.at >= since AND f.at < before)) AND (referral_lines.measure IS NULL OR s.id IS NOT NULL)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15;
END $$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  REVOKE EXECUTE ON FUNCTION app.referrals_touching(integer, bigint, bigint) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.referrals_touching(integer, bigint, bigint) TO fuqiao_system;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['referral_children(bigint, bigint, bigint, timestamptz, timestamptz)',
    'referral_lines(bigint, bigint, text, text, text, timestamptz, timestamptz, time, time)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
