ALTER TABLE expert FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE panel FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE panel_seat FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE panel_mark FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (name, employer, title, fields, qualifications, services, person_id, is_active, version, updated_at) ON expert TO fuqiao_app;
--> statement-breakpoint
-- What a panel came to is written by the gate below alone.
GRANT SELECT, INSERT, UPDATE (state, seed, drawn_order, drawn_at, drawn_by_name, end_reason, version, updated_at) ON panel TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT ON panel_seat, panel_mark TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON expert, panel, panel_seat, panel_mark TO fuqiao_system;
--> statement-breakpoint
-- Fills what is free of a panel's seats with the next of the lot who can sign in. For the trigger and the gate below, which hold the panel's lock. Answers how many it filled.
CREATE FUNCTION app.fill_panel(network_id int, panel_id uuid) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE filled int;
BEGIN
  INSERT INTO public.panel_seat (network_id, id, panel_id, tenant_id, scope_key, expert_id, expert_name, person_id, ordinal, state, drawn_at)
  SELECT p.network_id, gen_random_uuid(), p.id, p.tenant_id, p.scope_key, e.id, e.name, e.person_id, o.place, 'drawn', app.acting_now()
  FROM public.panel p
  CROSS JOIN LATERAL unnest(p.drawn_order) WITH ORDINALITY AS o (expert_id, place)
  JOIN public.expert e ON e.network_id = p.network_id AND e.id = o.expert_id AND e.person_id IS NOT NULL
  WHERE p.network_id = fill_panel.network_id AND p.id = fill_panel.panel_id
    AND NOT EXISTS (SELECT 1 FROM public.panel_seat s WHERE s.network_id = p.network_id AND s.panel_id = p.id AND s.expert_id = o.expert_id)
  ORDER BY o.place
  LIMIT (SELECT greatest(p.seats - count(s.id), 0) FROM public.panel p LEFT JOIN public.panel_seat s
         ON s.network_id = p.network_id AND s.panel_id = p.id AND s.state NOT IN ('recused', 'dismissed')
         WHERE p.network_id = fill_panel.network_id AND p.id = fill_panel.panel_id GROUP BY p.seats);
  GET DIAGNOSTICS filled = ROW_COUNT;
  RETURN filled;
END $$;
--> statement-breakpoint
-- A panel is called, then drawn or called off. The lot is what was published: the seed that its digest stood for, and the order that comes of it.
CREATE FUNCTION app.keep_panel() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE lot uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'called' OR NEW.seed IS NOT NULL OR NEW.sum_tenths IS NOT NULL OR cardinality(NEW.drawn_order) > 0 THEN
      RAISE EXCEPTION 'a panel is called before it is drawn' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'called' AND NEW.state = 'drawn' THEN
    SELECT array_agg(c.id ORDER BY encode(sha256(convert_to(NEW.seed || ':' || c.id::text, 'UTF8')), 'hex') COLLATE "C") INTO lot
    FROM (SELECT (x ->> 'expertId')::uuid AS id FROM jsonb_array_elements(OLD.candidates) AS x WHERE x ->> 'standing' = 'qualified') c;
    IF encode(sha256(convert_to(NEW.seed, 'UTF8')), 'hex') IS DISTINCT FROM OLD.seed_digest OR NEW.drawn_order IS DISTINCT FROM lot THEN
      RAISE EXCEPTION 'the lot is another than the one that was published' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state IN ('called', 'drawn') AND NEW.state = 'calledOff'
     AND (OLD.seed, OLD.drawn_order, OLD.drawn_at, OLD.drawn_by_name) IS NOT DISTINCT FROM (NEW.seed, NEW.drawn_order, NEW.drawn_at, NEW.drawn_by_name) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was drawn stays' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_panel BEFORE INSERT OR UPDATE ON panel FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_panel();
--> statement-breakpoint
-- With the draw the first of the lot have their seats.
CREATE FUNCTION app.seat_panel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM app.fill_panel(NEW.network_id, NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER seat_panel AFTER UPDATE OF state ON panel FOR EACH ROW
WHEN (OLD.state = 'called' AND NEW.state = 'drawn') EXECUTE FUNCTION app.seat_panel();
--> statement-breakpoint
-- Deals with a seat: `accept` and `recuse` by whoever sits there, `dismiss` by the incubator of the case. What is left is filled from the lot.
--   done     as asked; `short`: and nobody of the lot is left for the seat
--   changed  somebody dealt with the seat meanwhile
--   state    not as the seat or its panel stands
CREATE FUNCTION app.answer_seat(seat_id uuid, deed text, reason text, expected_version int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  acting_person uuid := nullif(current_setting('app.person', true), '')::uuid;
  seat public.panel_seat;
  whole public.panel;
  filled int := 1;
BEGIN
  SELECT s.* INTO seat FROM public.panel_seat s WHERE s.network_id = acting_network AND s.id = answer_seat.seat_id;
  IF NOT FOUND OR acting_tenant IS NULL OR answer_seat.deed NOT IN ('accept', 'recuse', 'dismiss')
     OR (CASE answer_seat.deed WHEN 'dismiss' THEN seat.tenant_id <> acting_tenant ELSE seat.person_id <> acting_person END) THEN
    RAISE EXCEPTION 'a seat is left by whoever sits there, or freed by its incubator' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT p.* INTO whole FROM public.panel p WHERE p.network_id = seat.network_id AND p.id = seat.panel_id FOR NO KEY UPDATE;
  SELECT s.* INTO seat FROM public.panel_seat s WHERE s.network_id = seat.network_id AND s.id = seat.id FOR NO KEY UPDATE;
  IF seat.version <> answer_seat.expected_version THEN RETURN 'changed'; END IF;
  IF whole.state <> 'drawn' OR NOT (seat.state = 'drawn' OR seat.state = 'accepted' AND answer_seat.deed <> 'accept') THEN RETURN 'state'; END IF;
  UPDATE public.panel_seat s SET state = CASE answer_seat.deed WHEN 'accept' THEN 'accepted' WHEN 'recuse' THEN 'recused' ELSE 'dismissed' END,
    reason = answer_seat.reason, answered_at = app.acting_now(), version = s.version + 1
  WHERE s.network_id = seat.network_id AND s.id = seat.id;
  IF answer_seat.deed <> 'accept' THEN
    filled := app.fill_panel(seat.network_id, seat.panel_id);
    UPDATE public.panel p SET version = p.version + 1, updated_at = app.acting_now() WHERE p.network_id = seat.network_id AND p.id = seat.panel_id;
  END IF;
  RETURN CASE WHEN filled = 0 THEN 'short' ELSE 'done' END;
END $$;
--> statement-breakpoint
-- Takes the marks of whoever sits in a seat, once: every criterion, whole marks from 0 to 100. With the last of them the panel is complete, and its marks lie open to the
-- incubator of the case. What they come to is reckoned here, since nobody who scores may read another's marks.
--   done, complete  the marks are taken; with the second all are
--   changed, state  as above
CREATE FUNCTION app.score_seat(seat_id uuid, marks jsonb, words text, expected_version int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  acting_person uuid := nullif(current_setting('app.person', true), '')::uuid;
  now CONSTANT timestamptz := app.acting_now();
  seat public.panel_seat;
  whole public.panel;
  weighted numeric;
  n int;
BEGIN
  SELECT s.* INTO seat FROM public.panel_seat s WHERE s.network_id = acting_network AND s.id = score_seat.seat_id AND s.person_id = acting_person;
  IF NOT FOUND OR acting_tenant IS NULL THEN
    RAISE EXCEPTION 'marks are given by whoever sits there' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT p.* INTO whole FROM public.panel p WHERE p.network_id = seat.network_id AND p.id = seat.panel_id FOR NO KEY UPDATE;
  SELECT s.* INTO seat FROM public.panel_seat s WHERE s.network_id = seat.network_id AND s.id = seat.id FOR NO KEY UPDATE;
  IF seat.version <> score_seat.expected_version THEN RETURN 'changed'; END IF;
  IF whole.state <> 'drawn' OR seat.state <> 'accepted' THEN RETURN 'state'; END IF;
  IF (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(score_seat.marks) AS k) IS DISTINCT FROM
     (SELECT array_agg(c ->> 'id' ORDER BY c ->> 'id') FROM jsonb_array_elements(whole.criteria) AS c)
     OR EXISTS (SELECT 1 FROM jsonb_each_text(score_seat.marks) AS m (id, mark) WHERE m.mark !~ '^(100|[1-9]?[0-9])$') THEN
    RAISE EXCEPTION 'every criterion has a whole mark from 0 to 100' USING ERRCODE = 'check_violation';
  END IF;
  SELECT sum((score_seat.marks ->> (c ->> 'id'))::int * (c ->> 'weight')::int) INTO weighted FROM jsonb_array_elements(whole.criteria) AS c;
  INSERT INTO public.panel_mark (network_id, seat_id, panel_id, tenant_id, scope_key, person_id, marks, mark, words, at)
  VALUES (seat.network_id, seat.id, seat.panel_id, seat.tenant_id, seat.scope_key, seat.person_id, score_seat.marks, round(weighted / 10), score_seat.words, now);
  UPDATE public.panel_seat s SET state = 'scored', scored_at = now, version = s.version + 1 WHERE s.network_id = seat.network_id AND s.id = seat.id;
  SELECT count(*) INTO n FROM public.panel_seat s WHERE s.network_id = seat.network_id AND s.panel_id = seat.panel_id AND s.state = 'scored';
  IF n < whole.seats THEN RETURN 'done'; END IF;
  UPDATE public.panel p SET state = 'complete', completed_at = now, version = p.version + 1, updated_at = now,
    sum_tenths = r.sum, lowest_tenths = r.lowest, highest_tenths = r.highest, spread_hundredths = r.spread
  FROM (SELECT sum(m.mark) AS sum, min(m.mark) AS lowest, max(m.mark) AS highest,
          round((sqrt((n * sum(m.mark::bigint * m.mark) - sum(m.mark) * sum(m.mark))::float8) * 10 / n)::numeric) AS spread
        FROM public.panel_mark m WHERE m.network_id = seat.network_id AND m.panel_id = seat.panel_id) r
  WHERE p.network_id = seat.network_id AND p.id = seat.panel_id;
  INSERT INTO public.case_event (network_id, id, case_id, tenant_id, scope_key, organisation_id, seq, action, task_kind, step_id, state, is_for_organisation, at)
  SELECT c.network_id, gen_random_uuid(), c.id, c.tenant_id, c.scope_key, c.organisation_id, c.version, 'completePanel', t.kind, t.step_id, c.state, false, now
  FROM public.incubation_case c JOIN public.case_task t ON t.network_id = c.network_id AND t.id = whole.task_id
  WHERE c.network_id = whole.network_id AND c.id = whole.case_id;
  RETURN 'complete';
END $$;
--> statement-breakpoint
-- Whether the acting person sits in a seat, has declared that there is no conflict, and the panel still gives its marks.
CREATE FUNCTION app.sits_open(seat_id uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.case_id FROM public.panel_seat s JOIN public.panel p ON p.network_id = s.network_id AND p.id = s.panel_id
  WHERE s.network_id = nullif(current_setting('app.network', true), '')::int AND nullif(current_setting('app.tenant', true), '') IS NOT NULL
    AND s.id = sits_open.seat_id AND s.person_id = nullif(current_setting('app.person', true), '')::uuid
    AND s.state IN ('accepted', 'scored') AND p.state = 'drawn'
$$;
--> statement-breakpoint
-- What an expert reads of the case while they sit: what the organisation said of itself and the papers it handed in; nothing of a dossier, and nothing that was recorded inside.
CREATE FUNCTION app.panel_application(seat_id uuid) RETURNS TABLE (organisation_kind text, stage text, division_code text, application jsonb, rules_version int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.organisation_kind, c.stage, c.division_code, c.application, c.rules_version FROM public.incubation_case c
  WHERE c.network_id = nullif(current_setting('app.network', true), '')::int AND c.id = app.sits_open(panel_application.seat_id)
$$;
--> statement-breakpoint
CREATE FUNCTION app.panel_papers(seat_id uuid) RETURNS TABLE (id uuid, record_id text, file_name text, media_type text, size int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.id, a.record_id, a.file_name, a.media_type, a.size FROM public.case_paper a
  WHERE a.network_id = nullif(current_setting('app.network', true), '')::int AND a.case_id = app.sits_open(panel_papers.seat_id) AND a.purpose = 'application'
  ORDER BY a.created_at, a.id
$$;
--> statement-breakpoint
CREATE FUNCTION app.panel_paper(seat_id uuid, paper_id uuid) RETURNS TABLE (file_name text, media_type text, content bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.file_name, a.media_type, a.content FROM public.case_paper a
  WHERE a.network_id = nullif(current_setting('app.network', true), '')::int AND a.case_id = app.sits_open(panel_paper.seat_id)
    AND a.id = panel_paper.paper_id AND a.purpose = 'application'
$$;
--> statement-breakpoint
-- What stands between the experts of the network and the organisation of a case of the acting incubator, as far as a draw asks: who can sign in to score (`account`), who
-- has an account of the organisation (`employer`) or had one, or worked on its cases and referrals, wherever (`service`, with the last day).
CREATE FUNCTION app.panel_ties(case_id uuid) RETURNS TABLE (expert_id uuid, kind text, until_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH wanted AS (
    SELECT c.network_id, c.organisation_id FROM public.incubation_case c
    WHERE c.network_id = nullif(current_setting('app.network', true), '')::int AND c.id = panel_ties.case_id
      AND c.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
  ), known AS (
    SELECT e.id, e.person_id, w.network_id, w.organisation_id FROM wanted w JOIN public.expert e ON e.network_id = w.network_id WHERE e.person_id IS NOT NULL
  ), worked AS (
    SELECT v.actor_person_id AS person_id, max(v.at) AS at FROM wanted w
    JOIN public.incubation_case c ON c.network_id = w.network_id AND c.organisation_id = w.organisation_id
    JOIN public.case_event v ON v.network_id = c.network_id AND v.case_id = c.id GROUP BY 1
    UNION ALL
    SELECT v.actor_person_id, max(v.at) FROM wanted w
    JOIN public.referral r ON r.network_id = w.network_id AND r.organisation_id = w.organisation_id
    JOIN public.referral_event v ON v.network_id = r.network_id AND v.referral_id = r.id GROUP BY 1
  )
  SELECT DISTINCT k.id, 'account', NULL::date FROM known k
  JOIN public.membership m ON m.network_id = k.network_id AND m.person_id = k.person_id AND 'reviewer' = ANY (m.roles)
    AND m.from_at <= app.acting_now() AND (m.until_at IS NULL OR m.until_at > app.acting_now())
  JOIN public.tenant t ON t.network_id = m.network_id AND t.id = m.tenant_id AND t.status = 'active'
  UNION ALL
  SELECT k.id, CASE WHEN m.until_at IS NULL OR m.until_at > app.acting_now() THEN 'employer' ELSE 'service' END, (m.until_at AT TIME ZONE 'Asia/Shanghai')::date
  FROM known k JOIN public.membership m ON m.network_id = k.network_id AND m.organisation_id = k.organisation_id AND m.person_id = k.person_id
  UNION ALL
  SELECT k.id, 'service', (v.at AT TIME ZONE 'Asia/Shanghai')::date FROM known k JOIN worked v ON v.person_id = k.person_id
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.fill_panel(int, uuid), app.keep_panel(), app.seat_panel(), app.answer_seat(uuid, text, text, int), app.score_seat(uuid, jsonb, text, int),
  app.sits_open(uuid), app.panel_application(uuid), app.panel_papers(uuid), app.panel_paper(uuid, uuid), app.panel_ties(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_panel(), app.seat_panel(), app.answer_seat(uuid, text, text, int), app.score_seat(uuid, jsonb, text, int), app.panel_application(uuid),
  app.panel_papers(uuid), app.panel_paper(uuid, uuid), app.panel_ties(uuid) TO fuqiao_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.fill_panel(int, uuid), app.sits_open(uuid), app.keep_panel(), app.seat_panel() TO fuqiao_system;
--> statement-breakpoint
DO $$
BEGIN
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  ALTER FUNCTION app.seat_panel() OWNER TO fuqiao_system;
  ALTER FUNCTION app.answer_seat(uuid, text, text, int) OWNER TO fuqiao_system;
  ALTER FUNCTION app.score_seat(uuid, jsonb, text, int) OWNER TO fuqiao_system;
  ALTER FUNCTION app.sits_open(uuid) OWNER TO fuqiao_system;
  ALTER FUNCTION app.panel_application(uuid) OWNER TO fuqiao_system;
  ALTER FUNCTION app.panel_papers(uuid) OWNER TO fuqiao_system;
  ALTER FUNCTION app.panel_paper(uuid, uuid) OWNER TO fuqiao_system;
  ALTER FUNCTION app.panel_ties(uuid) OWNER TO fuqiao_system;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
