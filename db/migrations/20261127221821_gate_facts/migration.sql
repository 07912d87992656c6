ALTER TABLE fact FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE rollup FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE rollup_debt FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE activity FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Facts and roll-ups are read; what writes them runs as the system role.
GRANT SELECT ON fact, rollup, activity TO fuqiao_app;
--> statement-breakpoint
GRANT INSERT, UPDATE ON activity TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON fact TO fuqiao_system;
--> statement-breakpoint
-- A fact is never changed: only that the roll-ups have it is marked.
GRANT UPDATE (is_folded) ON fact TO fuqiao_system;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE fact_id_seq TO fuqiao_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON rollup, rollup_debt, activity TO fuqiao_system;
--> statement-breakpoint
-- An incubator and all above it, as the tree was at the end of a day: by the history's lines; of a day before the first line, as it is now.
CREATE FUNCTION app.line_then(network integer, tenant uuid, day date) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  WITH RECURSIVE up(id, steps) AS (
    SELECT line_then.tenant, 0
    UNION ALL
    SELECT p.parent_id, up.steps + 1
    FROM up CROSS JOIN LATERAL (
      SELECT CASE WHEN h.id IS NULL THEN t.parent_id ELSE h.parent_id END AS parent_id
      FROM public.tenant t
      LEFT JOIN LATERAL (
        SELECT x.id, x.parent_id FROM public.tenant_history x
        WHERE x.network_id = t.network_id AND x.tenant_id = t.id AND x.from_at < (line_then.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
          AND (x.to_at IS NULL OR x.to_at >= (line_then.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
        ORDER BY x.from_at DESC LIMIT 1
      ) h ON true
      WHERE t.network_id = line_then.network AND t.id = up.id
    ) p
    WHERE p.parent_id IS NOT NULL AND up.steps < 8
  )
  SELECT array_agg(up.id ORDER BY up.steps) FROM up
$$;
--> statement-breakpoint
-- The same as the tree is now; what a merged incubator did counts where its work went.
CREATE FUNCTION app.line_now(network integer, tenant uuid) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  WITH RECURSIVE heir(id, steps) AS (
    SELECT line_now.tenant, 0
    UNION ALL
    SELECT t.successor_id, heir.steps + 1 FROM heir JOIN public.tenant t ON t.network_id = line_now.network AND t.id = heir.id
    WHERE t.status = 'merged' AND t.successor_id IS NOT NULL AND heir.steps < 50
  )
  SELECT array_agg(s.id ORDER BY s.depth DESC)
  FROM (SELECT id FROM heir ORDER BY steps DESC LIMIT 1) last
  JOIN public.tenant t ON t.network_id = line_now.network AND t.id = last.id
  JOIN public.tenant s ON s.network_id = t.network_id AND t.scope_key BETWEEN s.scope_key AND s.scope_high
$$;
--> statement-breakpoint
-- Kinds whose organisations are counted once at every place.
CREATE FUNCTION app.counts_subjects(kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT kind IN ('caseAdmitted', 'service') $$;
--> statement-breakpoint
-- The stretches of time that a fact is added to: of what happens the year, half, quarter and month; of what stands all time, and the years and months that
-- the figure of an earlier day does without.
CREATE FUNCTION app.buckets_of(kind text, day date) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN kind IN ('organisationHeld', 'caseResident', 'incubator') THEN ARRAY['all', to_char(day, 'YYYY'), to_char(day, 'YYYY-MM')]
    ELSE ARRAY[to_char(day, 'YYYY'), to_char(day, 'YYYY') || CASE WHEN extract(month FROM day) <= 6 THEN '-H1' ELSE '-H2' END,
      to_char(day, 'YYYY"-Q"Q'), to_char(day, 'YYYY-MM')] END
$$;
--> statement-breakpoint
-- Adds facts to the roll-ups: those of the list, or all that are marked where it is null. One statement. For every place, stretch and kind it reckons by how much
-- each day's figure changes, and writes the days from the first such day on; a day that changes nothing has no row, so that a rebuild makes the same rows.
-- An organisation counts once however many facts concern it: from the day on which its facts sum to more than nothing. Compiling it would take longer than it takes.
CREATE FUNCTION app.add_to_rollups(network integer, ids bigint[], trees text[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
  WITH fresh AS MATERIALIZED (
    SELECT f.id, f.tenant_id, f.kind, f.detail, f.amount, f.subject_id, f.on_day, f.line, (f.recorded_at AT TIME ZONE 'Asia/Shanghai')::date AS known_on
    FROM public.fact f
    WHERE f.network_id = add_to_rollups.network AND CASE WHEN ids IS NULL THEN f.is_folded ELSE f.id = ANY (ids) END
  ), touched AS (
    SELECT DISTINCT kind, subject_id FROM fresh WHERE subject_id IS NOT NULL AND app.counts_subjects(kind)
  ), every AS MATERIALIZED (
    SELECT f.id, f.tenant_id, f.kind, f.subject_id, f.amount, f.on_day, f.line, (f.recorded_at AT TIME ZONE 'Asia/Shanghai')::date AS known_on,
      CASE WHEN ids IS NULL THEN true ELSE f.id = ANY (ids) END AS is_fresh
    FROM touched t JOIN public.fact f ON f.network_id = add_to_rollups.network AND f.subject_id = t.subject_id AND f.kind = t.kind
    WHERE f.is_folded OR f.id = ANY (ids)
  ), lines_now AS MATERIALIZED (
    SELECT x.tenant_id, app.line_now(add_to_rollups.network, x.tenant_id) AS line
    FROM (SELECT tenant_id FROM fresh UNION SELECT tenant_id FROM every) x
    WHERE 'now' = ANY (trees)
  ), amounts AS (
    SELECT p.node, p.tree, f.kind, 'amount' AS counted, d.detail, b.bucket, f.known_on, sum(f.amount) AS change
    FROM fresh f
    CROSS JOIN LATERAL (
      SELECT f.tenant_id AS node, 'own' AS tree WHERE 'own' = ANY (trees)
      UNION ALL SELECT unnest(f.line), 'then' WHERE 'then' = ANY (trees)
      UNION ALL SELECT unnest(n.line), 'now' FROM lines_now n WHERE n.tenant_id = f.tenant_id
    ) p
    CROSS JOIN LATERAL (SELECT '' AS detail UNION SELECT f.detail) d
    CROSS JOIN LATERAL unnest(app.buckets_of(f.kind, f.on_day)) b(bucket)
    GROUP BY 1, 2, 3, 5, 6, 7
  ), presence AS (
    SELECT p.node, p.tree, e.kind, e.subject_id, b.bucket, e.known_on,
      coalesce(sum(e.amount) FILTER (WHERE NOT e.is_fresh), 0) AS before, sum(e.amount) AS after
    FROM every e
    CROSS JOIN LATERAL (
      SELECT e.tenant_id AS node, 'own' AS tree WHERE 'own' = ANY (trees)
      UNION ALL SELECT unnest(e.line), 'then' WHERE 'then' = ANY (trees)
      UNION ALL SELECT unnest(n.line), 'now' FROM lines_now n WHERE n.tenant_id = e.tenant_id
    ) p
    CROSS JOIN LATERAL unnest(app.buckets_of(e.kind, e.on_day)) b(bucket)
    GROUP BY 1, 2, 3, 4, 5, 6
  ), standing AS (
    SELECT node, tree, kind, subject_id, bucket, known_on,
      CASE WHEN sum(before) OVER run > 0 THEN 1 ELSE 0 END AS was, CASE WHEN sum(after) OVER run > 0 THEN 1 ELSE 0 END AS is_in
    FROM presence WINDOW run AS (PARTITION BY node, tree, kind, subject_id, bucket ORDER BY known_on)
  ), steps AS (
    SELECT node, tree, kind, bucket, known_on,
      (is_in - lag(is_in, 1, 0) OVER run) - (was - lag(was, 1, 0) OVER run) AS change
    FROM standing WINDOW run AS (PARTITION BY node, tree, kind, subject_id, bucket ORDER BY known_on)
  ), changes AS MATERIALIZED (
    SELECT node, tree, kind, counted, detail, bucket, known_on, change FROM amounts WHERE change <> 0
    UNION ALL
    SELECT node, tree, kind, 'subjects', '', bucket, known_on, sum(change) FROM steps GROUP BY 1, 2, 3, 6, 7 HAVING sum(change) <> 0
  ), cells AS (
    SELECT node, tree, kind, counted, detail, bucket, min(known_on) AS first_day FROM changes GROUP BY 1, 2, 3, 4, 5, 6
  ), bases AS (
    -- How the cell stood before, as a day of its own before all others.
    SELECT c.*, coalesce((
      SELECT r.value FROM public.rollup r
      WHERE r.network_id = add_to_rollups.network AND r.tenant_id = c.node AND r.kind = c.kind AND r.counted = c.counted AND r.detail = c.detail
        AND r.tree = c.tree AND r.bucket = c.bucket AND r.known_on < c.first_day
      ORDER BY r.known_on DESC LIMIT 1), 0) AS base
    FROM cells c
  ), kept AS (
    SELECT c.node, c.tree, c.kind, c.counted, c.detail, c.bucket, r.known_on, r.value
    FROM cells c JOIN public.rollup r ON r.network_id = add_to_rollups.network AND r.tenant_id = c.node AND r.kind = c.kind AND r.counted = c.counted
      AND r.detail = c.detail AND r.tree = c.tree AND r.bucket = c.bucket AND r.known_on >= c.first_day
  ), days AS (
    SELECT node, tree, kind, counted, detail, bucket, known_on, sum(change) AS change, max(value) AS kept, bool_or(is_kept) AS is_kept
    FROM (
      SELECT node, tree, kind, counted, detail, bucket, known_on, change, NULL::bigint AS value, false AS is_kept FROM changes
      UNION ALL SELECT node, tree, kind, counted, detail, bucket, known_on, 0, value, true FROM kept
      UNION ALL SELECT node, tree, kind, counted, detail, bucket, '-infinity', 0, base, false FROM bases
    ) all_days
    GROUP BY 1, 2, 3, 4, 5, 6, 7
  ), filled AS (
    -- A new day stands on the last kept one before it.
    SELECT d.*, sum(d.change) OVER run AS added, count(d.kept) OVER run AS nth
    FROM days d WINDOW run AS (PARTITION BY d.node, d.tree, d.kind, d.counted, d.detail, d.bucket ORDER BY d.known_on)
  ), figures AS (
    SELECT f.*, max(f.kept) OVER (PARTITION BY f.node, f.tree, f.kind, f.counted, f.detail, f.bucket, f.nth) + f.added AS value FROM filled f
  ), compared AS (
    SELECT *, lag(value) OVER (PARTITION BY node, tree, kind, counted, detail, bucket ORDER BY known_on) AS day_before FROM figures
  ), dropped AS (
    DELETE FROM public.rollup r USING compared c
    WHERE c.is_kept AND c.value = c.day_before AND r.network_id = add_to_rollups.network AND r.tenant_id = c.node AND r.kind = c.kind
      AND r.counted = c.counted AND r.detail = c.detail AND r.tree = c.tree AND r.bucket = c.bucket AND r.known_on = c.known_on
  )
  INSERT INTO public.rollup (network_id, tenant_id, scope_key, tree, kind, counted, detail, bucket, known_on, value)
  SELECT t.network_id, t.id, t.scope_key, c.tree, c.kind, c.counted, c.detail, c.bucket, c.known_on, c.value
  FROM compared c JOIN public.tenant t ON t.network_id = add_to_rollups.network AND t.id = c.node
  WHERE c.known_on > '-infinity' AND c.value <> c.day_before
  ON CONFLICT (network_id, tenant_id, kind, counted, detail, tree, bucket, known_on) DO UPDATE SET value = excluded.value
$$;
--> statement-breakpoint
-- Folds the next facts of a network into its roll-ups, each once: that they are folded and what they add is one transaction. One worker a network at a time;
-- whoever writes facts waits for nobody. Answers how many it folded.
CREATE FUNCTION app.fold_facts(network integer, most integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  ids bigint[];
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('fuqiao fold facts'), fold_facts.network) THEN RETURN 0; END IF;
  SELECT array_agg(x.id) INTO ids FROM (
    SELECT f.id FROM public.fact f WHERE f.network_id = fold_facts.network AND NOT f.is_folded ORDER BY f.id LIMIT fold_facts.most
  ) x;
  IF ids IS NULL THEN RETURN 0; END IF;
  PERFORM app.add_to_rollups(fold_facts.network, ids, ARRAY['own', 'then', 'now']);
  UPDATE public.fact f SET is_folded = true WHERE f.network_id = fold_facts.network AND f.id = ANY (ids);
  RETURN cardinality(ids);
END $$;
--> statement-breakpoint
-- Makes the roll-ups of a network anew from its facts: all, or those by the tree as it is now when the tree has changed. Waits for a worker that folds.
CREATE FUNCTION app.rebuild_rollups(network integer, is_tree_alone boolean) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  folded integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('fuqiao fold facts'), rebuild_rollups.network);
  DELETE FROM public.rollup_debt d WHERE d.network_id = rebuild_rollups.network;
  DELETE FROM public.rollup r WHERE r.network_id = rebuild_rollups.network AND (r.tree = 'now' OR NOT rebuild_rollups.is_tree_alone);
  IF NOT rebuild_rollups.is_tree_alone THEN
    UPDATE public.fact f SET is_folded = true WHERE f.network_id = rebuild_rollups.network AND NOT f.is_folded;
  END IF;
  PERFORM app.add_to_rollups(rebuild_rollups.network, NULL, CASE WHEN rebuild_rollups.is_tree_alone THEN ARRAY['now'] ELSE ARRAY['own', 'then', 'now'] END);
  SELECT count(*) INTO folded FROM public.fact f WHERE f.network_id = rebuild_rollups.network AND f.is_folded;
  RETURN folded;
END $$;
--> statement-breakpoint
-- Writes one fact.
CREATE FUNCTION app.note_fact(network integer, tenant uuid, kind text, detail text, day date, amount integer, subject uuid, source uuid, known timestamptz) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO public.fact (network_id, tenant_id, scope_key, kind, detail, on_day, amount, subject_id, source_id, recorded_at, line)
  SELECT t.network_id, t.id, t.scope_key, note_fact.kind, note_fact.detail, note_fact.day, note_fact.amount, note_fact.subject, note_fact.source, note_fact.known,
    app.line_then(t.network_id, t.id, note_fact.day)
  FROM public.tenant t WHERE t.network_id = note_fact.network AND t.id = note_fact.tenant AND note_fact.amount <> 0
$$;
--> statement-breakpoint
CREATE FUNCTION app.day_of(at timestamptz) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT (at AT TIME ZONE 'Asia/Shanghai')::date $$;
--> statement-breakpoint
-- Organisations: held by whoever has custody, filed, grown a stage or into a registered one.
CREATE FUNCTION app.facts_of_organisation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stages constant text[] := ARRAY['preparing', 'startUp', 'growing', 'mature'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'organisationHeld', NEW.kind, app.day_of(NEW.created_at), 1, NEW.id, NEW.id, NEW.created_at)
    WHERE NEW.merged_into_id IS NULL;
    IF NEW.filed_on IS NOT NULL AND NEW.merged_into_id IS NULL THEN
      PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'organisationFiled', '', NEW.filed_on, 1, NEW.id, NEW.id, NEW.created_at);
    END IF;
    RETURN NULL;
  END IF;
  IF (OLD.tenant_id, OLD.kind, OLD.merged_into_id) IS DISTINCT FROM (NEW.tenant_id, NEW.kind, NEW.merged_into_id) THEN
    IF OLD.merged_into_id IS NULL THEN
      PERFORM app.note_fact(OLD.network_id, OLD.tenant_id, 'organisationHeld', OLD.kind, app.day_of(NEW.updated_at), -1, NEW.id, NEW.id, NEW.updated_at);
    END IF;
    IF NEW.merged_into_id IS NULL THEN
      PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'organisationHeld', NEW.kind, app.day_of(NEW.updated_at), 1, NEW.id, NEW.id, NEW.updated_at);
    END IF;
  END IF;
  IF OLD.filed_on IS DISTINCT FROM NEW.filed_on THEN
    -- Taken back where it was counted: a filing does not move with custody.
    PERFORM app.note_fact(f.network_id, f.tenant_id, f.kind, f.detail, f.on_day, (-sum(f.amount))::int, f.subject_id, NEW.id, NEW.updated_at)
    FROM public.fact f WHERE f.network_id = NEW.network_id AND f.subject_id = NEW.id AND f.kind = 'organisationFiled' AND NEW.filed_on IS NOT NULL
    GROUP BY f.network_id, f.tenant_id, f.kind, f.detail, f.on_day, f.subject_id HAVING sum(f.amount) <> 0;
    IF NEW.filed_on IS NOT NULL THEN
      PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'organisationFiled', '', NEW.filed_on, 1, NEW.id, NEW.id, NEW.updated_at);
    END IF;
  END IF;
  IF array_position(stages, NEW.stage) > array_position(stages, OLD.stage) THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'organisationRaised', NEW.stage, app.day_of(NEW.updated_at), 1, NEW.id, NEW.id, NEW.updated_at);
  END IF;
  IF OLD.kind IN ('communityFiled', 'inPreparation') AND NEW.kind IN ('association', 'serviceOrganisation', 'foundation') THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'organisationRegistered', NEW.kind, app.day_of(NEW.updated_at), 1, NEW.id, NEW.id, NEW.updated_at);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Cases: admitted where they were, resident where they are, ended with an outcome.
CREATE FUNCTION app.facts_of_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before public.incubation_case;
BEGIN
  IF TG_OP = 'UPDATE' THEN before := OLD; END IF;
  IF before.admitted_on IS DISTINCT FROM NEW.admitted_on THEN
    PERFORM app.note_fact(before.network_id, before.tenant_id, 'caseAdmitted', before.organisation_kind, before.admitted_on, -1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE before.admitted_on IS NOT NULL;
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseAdmitted', NEW.organisation_kind, NEW.admitted_on, 1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE NEW.admitted_on IS NOT NULL;
  END IF;
  IF (before.state = 'resident', before.tenant_id) IS DISTINCT FROM (NEW.state = 'resident', NEW.tenant_id) THEN
    PERFORM app.note_fact(before.network_id, before.tenant_id, 'caseResident', before.organisation_kind, app.day_of(NEW.updated_at), -1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE before.state = 'resident';
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseResident', NEW.organisation_kind,
      CASE WHEN before.state = 'resident' THEN app.day_of(NEW.updated_at) ELSE coalesce(NEW.admitted_on, app.day_of(NEW.updated_at)) END, 1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE NEW.state = 'resident';
  END IF;
  IF before.outcome IS DISTINCT FROM NEW.outcome AND NEW.outcome IN ('graduated', 'exited', 'terminated') THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseLeft', NEW.outcome, app.day_of(NEW.updated_at), 1, NEW.organisation_id, NEW.id, NEW.updated_at);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.facts_of_service() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, k.kind, NEW.service_id, NEW.on_day, k.amount, NEW.organisation_id, NEW.id, NEW.recorded_at)
  FROM (VALUES ('service', 1), ('serviceMinutes', NEW.minutes)) k(kind, amount);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What was written down otherwise before is taken back, and the new words count: both are known from this day on.
CREATE FUNCTION app.facts_of_activity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.kind, OLD.on_day, OLD.attendances, OLD.voided_at IS NULL) IS NOT DISTINCT FROM (NEW.kind, NEW.on_day, NEW.attendances, NEW.voided_at IS NULL) THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.voided_at IS NULL THEN
    PERFORM app.note_fact(OLD.network_id, OLD.tenant_id, k.kind, OLD.kind, OLD.on_day, -k.amount, NULL, OLD.id, NEW.updated_at)
    FROM (VALUES ('activity', 1), ('attendances', OLD.attendances)) k(kind, amount);
  END IF;
  IF NEW.voided_at IS NULL THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, k.kind, NEW.kind, NEW.on_day, k.amount, NULL, NEW.id, NEW.updated_at)
    FROM (VALUES ('activity', 1), ('attendances', NEW.attendances)) k(kind, amount);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Incubators that stand, by tier where they are administrative centres and by kind beside them. The tree's roll-ups are made anew when it changes.
CREATE FUNCTION app.facts_of_tenant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  detail text := CASE NEW.kind WHEN 'administrative' THEN NEW.tier ELSE NEW.kind END;
  was_standing boolean := TG_OP = 'UPDATE' AND OLD.status IN ('active', 'suspended');
  stands boolean := NEW.status IN ('active', 'suspended');
BEGIN
  IF NEW.kind <> 'partnerNetwork' AND was_standing <> stands THEN
    PERFORM app.note_fact(NEW.network_id, NEW.id, 'incubator', detail, CASE TG_OP WHEN 'INSERT' THEN NEW.opened_on ELSE app.day_of(NEW.updated_at) END,
      CASE WHEN stands THEN 1 ELSE -1 END, NULL, NEW.id, NEW.updated_at);
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.parent_id, OLD.scope_key, OLD.status, OLD.successor_id) IS DISTINCT FROM (NEW.parent_id, NEW.scope_key, NEW.status, NEW.successor_id) THEN
    INSERT INTO public.rollup_debt (network_id, since_at) VALUES (NEW.network_id, NEW.updated_at) ON CONFLICT (network_id) DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_facts AFTER INSERT OR UPDATE OF tenant_id, kind, merged_into_id, filed_on, stage ON organisation FOR EACH ROW EXECUTE FUNCTION app.facts_of_organisation();
--> statement-breakpoint
CREATE TRIGGER note_facts AFTER INSERT OR UPDATE OF tenant_id, admitted_on, state, outcome ON incubation_case FOR EACH ROW EXECUTE FUNCTION app.facts_of_case();
--> statement-breakpoint
CREATE TRIGGER note_facts AFTER INSERT ON case_service FOR EACH ROW EXECUTE FUNCTION app.facts_of_service();
--> statement-breakpoint
CREATE TRIGGER note_facts AFTER INSERT OR UPDATE ON activity FOR EACH ROW EXECUTE FUNCTION app.facts_of_activity();
--> statement-breakpoint
CREATE TRIGGER note_facts AFTER INSERT OR UPDATE OF parent_id, scope_key, status, successor_id ON tenant FOR EACH ROW EXECUTE FUNCTION app.facts_of_tenant();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.line_then(integer, uuid, date), app.line_now(integer, uuid), app.buckets_of(text, date), app.counts_subjects(text), app.add_to_rollups(integer, bigint[], text[]),
  app.fold_facts(integer, integer), app.rebuild_rollups(integer, boolean), app.note_fact(integer, uuid, text, text, date, integer, uuid, uuid, timestamptz),
  app.day_of(timestamptz), app.facts_of_organisation(), app.facts_of_case(), app.facts_of_service(), app.facts_of_activity(), app.facts_of_tenant() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.line_then(integer, uuid, date), app.line_now(integer, uuid), app.buckets_of(text, date), app.counts_subjects(text), app.add_to_rollups(integer, bigint[], text[]),
  app.fold_facts(integer, integer), app.rebuild_rollups(integer, boolean), app.note_fact(integer, uuid, text, text, date, integer, uuid, uuid, timestamptz),
  app.day_of(timestamptz) TO fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.facts_of_organisation() OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.facts_of_case() OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.facts_of_service() OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.facts_of_activity() OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.facts_of_tenant() OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
--> statement-breakpoint
-- What there was before facts were kept. Where work was handed on before, what it did counts where it stands now.
INSERT INTO fact (network_id, tenant_id, scope_key, kind, detail, on_day, amount, subject_id, source_id, recorded_at, line)
SELECT x.network_id, x.tenant_id, t.scope_key, x.kind, x.detail, x.on_day, x.amount, x.subject_id, x.source_id, x.recorded_at, app.line_then(x.network_id, x.tenant_id, x.on_day)
FROM (
  SELECT o.network_id, o.tenant_id, 'organisationHeld' AS kind, o.kind AS detail, app.day_of(o.created_at) AS on_day, 1 AS amount, o.id AS subject_id, o.id AS source_id,
    o.created_at AS recorded_at
  FROM organisation o WHERE o.merged_into_id IS NULL
  UNION ALL
  SELECT o.network_id, o.tenant_id, 'organisationFiled', '', o.filed_on, 1, o.id, o.id, o.created_at FROM organisation o WHERE o.filed_on IS NOT NULL AND o.merged_into_id IS NULL
  UNION ALL
  SELECT c.network_id, c.tenant_id, 'caseAdmitted', c.organisation_kind, c.admitted_on, 1, c.organisation_id, c.id, c.updated_at FROM incubation_case c WHERE c.admitted_on IS NOT NULL
  UNION ALL
  SELECT c.network_id, c.tenant_id, 'caseResident', c.organisation_kind, coalesce(c.admitted_on, app.day_of(c.updated_at)), 1, c.organisation_id, c.id, c.updated_at
  FROM incubation_case c WHERE c.state = 'resident'
  UNION ALL
  SELECT c.network_id, c.tenant_id, 'caseLeft', c.outcome, app.day_of(c.updated_at), 1, c.organisation_id, c.id, c.updated_at
  FROM incubation_case c WHERE c.outcome IN ('graduated', 'exited', 'terminated')
  UNION ALL
  SELECT s.network_id, s.tenant_id, k.kind, s.service_id, s.on_day, CASE k.kind WHEN 'service' THEN 1 ELSE s.minutes END, s.organisation_id, s.id, s.recorded_at
  FROM case_service s CROSS JOIN (VALUES ('service'), ('serviceMinutes')) k(kind)
  UNION ALL
  SELECT i.network_id, i.id, 'incubator', CASE i.kind WHEN 'administrative' THEN i.tier ELSE i.kind END, i.opened_on, 1, NULL, i.id, i.updated_at
  FROM tenant i WHERE i.status IN ('active', 'suspended') AND i.kind <> 'partnerNetwork'
) x JOIN tenant t ON t.network_id = x.network_id AND t.id = x.tenant_id
WHERE x.amount <> 0;
