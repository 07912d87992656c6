-- Figures for superiors and for the joint meeting. A referral is visible to its parties alone; these gates answer with counts and never with an
-- id of a referral or an organisation. A place of the tree (a scope key) says whom a count is about: the directory of tenants is open to the network.

-- The acting network, if the range lies inside the acting tenant's own; what every gate for superiors asks first.
CREATE FUNCTION app.check_range(low bigint, high bigint) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_low bigint := nullif(current_setting('app.low', true), '')::bigint;
  acting_high bigint := nullif(current_setting('app.high', true), '')::bigint;
BEGIN
  IF acting_low IS NULL OR acting_high IS NULL OR low IS NULL OR high IS NULL OR low < acting_low OR high > acting_high THEN
    RAISE EXCEPTION 'counts are for the acting tenant and those below it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN nullif(current_setting('app.network', true), '')::int;
END $$;
--> statement-breakpoint
-- The acting network, if the acting person sits in its joint meeting for the acting tenant (B-18).
CREATE FUNCTION app.check_joint_meeting() RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.membership m
    WHERE m.network_id = acting_network AND m.person_id = nullif(current_setting('app.person', true), '')::uuid
      AND m.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND 'jointMeetingMember' = ANY (m.roles)
      AND m.from_at <= app.acting_now() AND (m.until_at IS NULL OR m.until_at > app.acting_now())
  ) THEN
    RAISE EXCEPTION 'cross-tier figures are for members of the joint meeting' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN acting_network;
END $$;
--> statement-breakpoint
-- The days of a stretch with the number of working days up to each. `unknown_until` counts days of years whose list is not loaded: nothing is guessed.
CREATE FUNCTION app.working_days(first_day date, last_day date)
RETURNS TABLE (day date, works boolean, is_known boolean, works_until integer, unknown_until integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.day, d.works, y.year IS NOT NULL, (sum(d.works::int) OVER (ORDER BY d.day))::int, (sum((y.year IS NULL)::int) OVER (ORDER BY d.day))::int
  FROM (
    SELECT first_day + i AS day, coalesce(c.kind = 'work', extract(isodow FROM first_day + i) < 6) AS works
    FROM generate_series(0, last_day - first_day) AS i LEFT JOIN public.calendar_day c ON c.day = first_day + i
  ) d
  LEFT JOIN public.calendar_year y ON y.year = extract(year FROM d.day)::int
$$;
--> statement-breakpoint
-- The referrals with an end in a range, once each, found by the indexes of inbox and outbox. Runs with its caller's rights: a gate's, or nobody's.
CREATE FUNCTION app.referrals_touching(network integer, low bigint, high bigint)
RETURNS TABLE (from_key bigint, from_tier text, from_kind text, to_key bigint, to_tier text, to_kind text, state text, direction text, mode text,
  holder_key bigint, is_overdue boolean, is_escalated boolean, submitted_at timestamptz, acknowledged_at timestamptz, decided_at timestamptz, closed_at timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  WITH inside AS MATERIALIZED (
    SELECT t.id FROM public.tenant t WHERE t.network_id = network AND t.scope_key BETWEEN low AND high
  ), found AS (
    SELECT r.* FROM inside i JOIN public.referral r ON r.network_id = network AND r.from_tenant_id = i.id WHERE r.state <> 'draft'
    UNION ALL
    SELECT r.* FROM inside i JOIN public.referral r ON r.network_id = network AND r.to_tenant_id = i.id
    WHERE r.submitted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM inside s WHERE s.id = r.from_tenant_id)
  )
  SELECT f.scope_key, f.tier, f.kind, t.scope_key, t.tier, t.kind, r.state, r.direction, r.mode,
         CASE r.holder WHEN 'target' THEN t.scope_key WHEN 'sender' THEN f.scope_key WHEN 'organisation' THEN f.scope_key END,
         r.holder IS NOT NULL AND coalesce(r.due_at < app.acting_now(), false), r.holder IS NOT NULL AND r.escalation_level = 2,
         r.submitted_at, r.acknowledged_at, r.decided_at, r.closed_at
  FROM found r
  JOIN public.tenant f ON f.network_id = network AND f.id = r.from_tenant_id
  LEFT JOIN public.tenant t ON t.network_id = network AND t.id = r.to_tenant_id AND r.submitted_at IS NOT NULL
$$;
--> statement-breakpoint
-- Referrals submitted in a period with an end in the range: between which tiers and kinds, how, and how they stand now. Each is counted once.
CREATE FUNCTION app.referral_flow(low bigint, high bigint, since timestamptz, before timestamptz)
RETURNS TABLE (from_tier text, from_kind text, to_tier text, to_kind text, direction text, mode text, state text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT r.from_tier, r.from_kind, r.to_tier, r.to_kind, r.direction, r.mode, r.state, count(*)::int
    FROM app.referrals_touching(acting_network, low, high) r
    WHERE r.submitted_at >= since AND r.submitted_at < before
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
--> statement-breakpoint
-- The same referrals by the children of the range's top, each child a stretch of `span` keys: sent and received in the period, what became of those
-- received, and what waits, is overdue or has climbed now with the child as the one whose turn it is.
CREATE FUNCTION app.referral_children(low bigint, high bigint, span bigint, since timestamptz, before timestamptz)
RETURNS TABLE (child bigint, sent integer, received integer, accepted integer, declined integer, closed integer, waiting integer, overdue integer, escalated integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH r AS MATERIALIZED (SELECT *, x.submitted_at >= since AND x.submitted_at < before AS is_now FROM app.referrals_touching(acting_network, low, high) x),
    parts AS (
      SELECT r.from_key AS place, 1 AS sent, 0 AS received, 0 AS accepted, 0 AS declined, 0 AS closed, 0 AS waiting, 0 AS overdue, 0 AS escalated FROM r WHERE r.is_now
      UNION ALL
      SELECT r.to_key, 0, 1, (r.decided_at IS NOT NULL AND r.state <> 'declined')::int, (r.state = 'declined')::int, (r.state = 'closed')::int, 0, 0, 0 FROM r WHERE r.is_now
      UNION ALL
      SELECT r.holder_key, 0, 0, 0, 0, 0, 1, r.is_overdue::int, r.is_escalated::int FROM r WHERE r.holder_key IS NOT NULL
    )
    SELECT p.place - p.place % span, sum(p.sent)::int, sum(p.received)::int, sum(p.accepted)::int, sum(p.declined)::int, sum(p.closed)::int,
           sum(p.waiting)::int, sum(p.overdue)::int, sum(p.escalated)::int
    FROM parts p WHERE p.place BETWEEN low AND high GROUP BY 1;
END $$;
--> statement-breakpoint
-- How long the incubators of the range took to acknowledge and to decide referrals submitted in the period: working days from the day of submission,
-- and whole hours of business. Both null where the calendar of a year between is not loaded.
CREATE FUNCTION app.referral_response(low bigint, high bigint, span bigint, since timestamptz, before timestamptz, business_starts time, business_ends time)
RETURNS TABLE (child bigint, measure text, days integer, hours integer, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT s.place - s.place % span, s.measure, s.days, s.hours, count(*)::int
    FROM app.response_spans(acting_network, low, high, since, before, business_starts, business_ends) s
    GROUP BY 1, 2, 3, 4;
END $$;
--> statement-breakpoint
-- The single answers behind those counts. Runs with its caller's rights: a gate's, or nobody's.
CREATE FUNCTION app.response_spans(network integer, low bigint, high bigint, since timestamptz, before timestamptz, business_starts time, business_ends time)
RETURNS TABLE (place bigint, measure text, days integer, hours integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  WITH answers AS MATERIALIZED (
    SELECT r.to_key AS place, a.measure, r.submitted_at AT TIME ZONE 'Asia/Shanghai' AS asked, a.answered_at AT TIME ZONE 'Asia/Shanghai' AS answered
    FROM app.referrals_touching(network, low, high) r
    CROSS JOIN LATERAL (VALUES ('acknowledge', r.acknowledged_at), ('decide', r.decided_at)) AS a(measure, answered_at)
    WHERE r.submitted_at >= since AND r.submitted_at < before AND a.answered_at IS NOT NULL AND r.to_key BETWEEN low AND high
  ), days AS MATERIALIZED (
    SELECT w.* FROM (SELECT min(asked)::date AS first_day, max(answered)::date AS last_day FROM answers) e, app.working_days(e.first_day, e.last_day) w
  ), measured AS (
    SELECT a.place, a.measure, t.works_until - f.works_until AS days, f.is_known AND t.unknown_until = f.unknown_until AS is_known,
      (t.works_until - t.works::int - f.works_until + f.works::int) * extract(epoch FROM business_ends - business_starts)
        + t.works::int * extract(epoch FROM least(greatest(a.answered::time, business_starts), business_ends) - business_starts)
        - f.works::int * extract(epoch FROM least(greatest(a.asked::time, business_starts), business_ends) - business_starts) AS seconds
    FROM answers a JOIN days f ON f.day = a.asked::date JOIN days t ON t.day = a.answered::date
  )
  SELECT m.place, m.measure, CASE WHEN m.is_known THEN m.days END, CASE WHEN m.is_known THEN floor(m.seconds / 3600)::int END FROM measured m
$$;
--> statement-breakpoint
-- Referrals touching the range month by month (Shanghai): submitted, accepted, declined and closed in that month.
CREATE FUNCTION app.referral_months(low bigint, high bigint, since timestamptz, before timestamptz)
RETURNS TABLE (month text, submitted integer, accepted integer, declined integer, closed integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), sum((e.what = 'submitted')::int)::int, sum((e.what = 'accepted')::int)::int,
           sum((e.what = 'declined')::int)::int, sum((e.what = 'closed')::int)::int
    FROM app.referrals_touching(acting_network, low, high) r
    CROSS JOIN LATERAL (VALUES ('submitted', r.submitted_at), (CASE WHEN r.state = 'declined' THEN 'declined' ELSE 'accepted' END, r.decided_at),
                               ('closed', r.closed_at)) AS e(what, at)
    WHERE e.at >= since AND e.at < before GROUP BY 1;
END $$;
--> statement-breakpoint
-- The day on which each incubator of the range last had something to do: an organisation registered or changed, a referral sent or answered (B-05).
CREATE FUNCTION app.tenant_activity(low bigint, high bigint)
RETURNS TABLE (place bigint, last_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT t.scope_key, (greatest(
        (SELECT max(o.updated_at) FROM public.organisation o WHERE o.network_id = acting_network AND o.tenant_id = t.id),
        (SELECT max(r.updated_at) FROM public.referral r WHERE r.network_id = acting_network AND r.from_tenant_id = t.id),
        (SELECT max(r.updated_at) FROM public.referral r WHERE r.network_id = acting_network AND r.to_tenant_id = t.id AND r.submitted_at IS NOT NULL)
      ) AT TIME ZONE 'Asia/Shanghai')::date
    FROM public.tenant t WHERE t.network_id = acting_network AND t.scope_key BETWEEN low AND high;
END $$;
--> statement-breakpoint
-- Counts of the whole network for the joint meeting: by seat (the city's own incubators together, each district with all below it), and for the
-- network as a whole. The server hides small cells before anyone reads them.
CREATE FUNCTION app.joint_figures(since timestamptz, before timestamptz)
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
      FROM public.tenant t JOIN public.tenant top ON top.network_id = t.network_id AND top.scope_key = network_low WHERE t.network_id = acting_network
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
-- Working hours from submission to acknowledgement in the whole network, for the joint meeting: how many answers took how many hours, by seat.
CREATE FUNCTION app.joint_response(since timestamptz, before timestamptz, business_starts time, business_ends time)
RETURNS TABLE (seat bigint, hours integer, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.check_joint_meeting();
  network_low bigint := acting_network::bigint << 48;
  network_high bigint := ((acting_network::bigint + 1) << 48) - 1;
BEGIN
  RETURN QUERY
    SELECT CASE WHEN t.tier = top.tier THEN network_low ELSE s.place - s.place % 68719476736 END, s.hours, count(*)::int
    FROM app.response_spans(acting_network, network_low, network_high, since, before, business_starts, business_ends) s
    JOIN public.tenant t ON t.network_id = acting_network AND t.scope_key = s.place
    JOIN public.tenant top ON top.network_id = acting_network AND top.scope_key = network_low
    WHERE s.measure = 'acknowledge' AND s.hours IS NOT NULL GROUP BY 1, 2;
END $$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  -- What has the gates' rights only when a gate calls it: the system role's alone.
  FOREACH gate IN ARRAY ARRAY['check_range(bigint, bigint)', 'check_joint_meeting()', 'working_days(date, date)', 'referrals_touching(integer, bigint, bigint)',
    'response_spans(integer, bigint, bigint, timestamptz, timestamptz, time, time)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_system', gate);
  END LOOP;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['referral_flow(bigint, bigint, timestamptz, timestamptz)', 'referral_children(bigint, bigint, bigint, timestamptz, timestamptz)',
    'referral_response(bigint, bigint, bigint, timestamptz, timestamptz, time, time)', 'referral_months(bigint, bigint, timestamptz, timestamptz)',
    'tenant_activity(bigint, bigint)', 'joint_figures(timestamptz, timestamptz)', 'joint_response(timestamptz, timestamptz, time, time)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
