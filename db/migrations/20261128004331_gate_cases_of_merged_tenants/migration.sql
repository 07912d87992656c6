-- Where the superior of a place has its hand: the nearest above it that is at work, else the place itself.
CREATE FUNCTION app.superior_of(network integer, place uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT s.id FROM public.tenant s
    WHERE s.network_id = t.network_id AND s.depth < t.depth AND t.scope_key BETWEEN s.scope_key AND s.scope_high AND (s.status = 'active' OR s.depth = 0)
    ORDER BY s.depth DESC LIMIT 1), t.id)
  FROM public.tenant t WHERE t.network_id = superior_of.network AND t.id = superior_of.place
$$;
--> statement-breakpoint
-- Gives a locked case to an heir, and by its keys all that hangs on it. What was done stays as it was; what is to come is held where the network's rules say
-- (`places`: own, superior or root, by actor), seen from its new place. Dates stay as they are. Nothing where the heir has one of its own with the organisation.
CREATE FUNCTION app.take_case(c public.incubation_case, heir uuid, event_id uuid, places jsonb, hand text) RETURNS public.incubation_case
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  taken public.incubation_case;
  to_place public.tenant;
  giver text;
  superior uuid := app.superior_of(c.network_id, take_case.heir);
  root uuid;
BEGIN
  SELECT * INTO to_place FROM public.tenant t WHERE t.network_id = c.network_id AND t.id = take_case.heir;
  SELECT t.name INTO giver FROM public.tenant t WHERE t.network_id = c.network_id AND t.id = c.tenant_id;
  SELECT t.id INTO root FROM public.tenant t
  WHERE t.network_id = c.network_id AND t.depth = 0 AND to_place.scope_key BETWEEN t.scope_key AND t.scope_high;
  BEGIN
    UPDATE public.incubation_case x SET former_tenant_id = c.tenant_id, tenant_id = to_place.id, scope_key = to_place.scope_key, version = x.version + 1, updated_at = app.acting_now()
    WHERE x.network_id = c.network_id AND x.id = c.id;
  EXCEPTION WHEN unique_violation THEN
    -- The heir began one of its own at the same time: that one stays, and so does this.
    RETURN NULL;
  END;
  UPDATE public.case_task k SET holder_tenant_id = CASE take_case.places ->> k.holder WHEN 'superior' THEN superior WHEN 'root' THEN coalesce(root, to_place.id) ELSE to_place.id END
  WHERE k.network_id = c.network_id AND k.case_id = c.id AND k.state IN ('planned', 'open') AND k.holder <> 'applicant';
  UPDATE public.incubation_case x SET holder_tenant_ids = app.hands_above(x.network_id, x.id, to_place.id)
  WHERE x.network_id = c.network_id AND x.id = c.id
  RETURNING * INTO taken;
  INSERT INTO public.case_event (network_id, id, case_id, tenant_id, scope_key, organisation_id, seq, action, state, note, is_for_organisation, actor_tenant_id, actor_person_id, actor_name, at)
  VALUES (taken.network_id, take_case.event_id, taken.id, taken.tenant_id, taken.scope_key, taken.organisation_id, taken.version, 'handOver', taken.state, giver || ' → ' || to_place.name, true,
    nullif(current_setting('app.tenant', true), '')::uuid, nullif(current_setting('app.person', true), '')::uuid, take_case.hand, app.acting_now());
  RETURN taken;
END $$;
--> statement-breakpoint
-- Tenants beside a case's own that have something to do to it.
CREATE FUNCTION app.hands_above(network integer, case_id uuid, own uuid) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT ARRAY(
    SELECT DISTINCT k.holder_tenant_id FROM public.case_task k
    WHERE k.network_id = hands_above.network AND k.case_id = hands_above.case_id AND k.state = 'open' AND k.holder_tenant_id <> hands_above.own)
$$;
--> statement-breakpoint
-- As before.
CREATE OR REPLACE FUNCTION app.carry_case(referral_id uuid, event_id uuid, places jsonb, hand text) RETURNS public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c public.incubation_case := app.carried_case(carry_case.referral_id);
  heir uuid;
BEGIN
  IF c.id IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT o.tenant_id INTO heir FROM public.organisation o WHERE o.network_id = c.network_id AND o.id = c.organisation_id;
  RETURN app.take_case(c, heir, carry_case.event_id, carry_case.places, carry_case.hand);
END $$;
--> statement-breakpoint
-- The successor of a tenant that is merged in this very transaction, by the network's root.
CREATE FUNCTION app.successor_now(merged uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.require_root();
  heir uuid;
BEGIN
  SELECT s.id INTO heir FROM public.tenant t JOIN public.tenant s ON s.network_id = t.network_id AND s.id = t.successor_id
  WHERE t.network_id = acting_network AND t.id = merged AND t.status = 'merged' AND t.updated_at = app.acting_now() AND s.status = 'active';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a case goes along with the merger alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN heir;
END $$;
--> statement-breakpoint
-- The cases that go to the successor of a tenant that is being merged: those under way, and those that ended and wait to be put away. All that is not put away is
-- locked, drafts too, so that one that is submitted at once is either seen here or finds its call closed. Where the heir has one with the organisation, both stay.
CREATE FUNCTION app.cases_of_merged(merged uuid) RETURNS SETOF public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  heir uuid := app.successor_now(cases_of_merged.merged);
  acting_network int := app.require_root();
  c public.incubation_case;
BEGIN
  FOR c IN SELECT * FROM public.incubation_case x
    WHERE x.network_id = acting_network AND x.tenant_id = cases_of_merged.merged AND x.archived_at IS NULL
    ORDER BY x.id FOR UPDATE
  LOOP
    CONTINUE WHEN c.submitted_at IS NULL OR c.state <> 'ended' AND EXISTS (SELECT 1 FROM public.incubation_case x
      WHERE x.network_id = c.network_id AND x.tenant_id = heir AND x.organisation_id = c.organisation_id AND x.state <> 'ended');
    RETURN NEXT c;
  END LOOP;
END $$;
--> statement-breakpoint
-- Takes one of them along.
CREATE FUNCTION app.carry_merged_case(merged uuid, case_id uuid, event_id uuid, places jsonb, hand text) RETURNS public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  heir uuid := app.successor_now(carry_merged_case.merged);
  c public.incubation_case;
BEGIN
  SELECT * INTO c FROM public.incubation_case x
  WHERE x.network_id = app.require_root() AND x.id = carry_merged_case.case_id AND x.tenant_id = carry_merged_case.merged AND x.submitted_at IS NOT NULL AND x.archived_at IS NULL
  FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a case goes along with the merger alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN app.take_case(c, heir, carry_merged_case.event_id, carry_merged_case.places, carry_merged_case.hand);
END $$;
--> statement-breakpoint
-- What else a merged tenant had to do with cases: its calls that take applications, or will, are closed; its experts are kept by the successor. Answers the calls.
CREATE FUNCTION app.close_calls_of_merged(merged uuid, today date) RETURNS SETOF public.incubation_call
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  heir uuid := app.successor_now(close_calls_of_merged.merged);
  acting_network int := app.require_root();
BEGIN
  UPDATE public.expert e SET tenant_id = heir, version = e.version + 1, updated_at = app.acting_now()
  WHERE e.network_id = acting_network AND e.tenant_id = close_calls_of_merged.merged;
  RETURN QUERY UPDATE public.incubation_call l SET state = 'withdrawn', version = l.version + 1, updated_at = app.acting_now()
  WHERE l.network_id = acting_network AND l.tenant_id = close_calls_of_merged.merged AND l.state = 'published' AND l.closes_on >= close_calls_of_merged.today
  RETURNING l.*;
END $$;
--> statement-breakpoint
-- Cases of a tenant and below, as the tree stands after a change of it, that wait for, or are planned with, a tenant that is not above them any more or is not at
-- work: its part falls to their superior. Locked.
CREATE FUNCTION app.cases_out_of_place(changed uuid) RETURNS SETOF public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.require_root();
BEGIN
  RETURN QUERY SELECT c.* FROM public.tenant t JOIN public.incubation_case c ON c.network_id = t.network_id AND c.scope_key BETWEEN t.scope_key AND t.scope_high
  WHERE t.network_id = acting_network AND t.id = cases_out_of_place.changed AND t.updated_at = app.acting_now() AND c.state <> 'ended'
    AND EXISTS (SELECT 1 FROM public.case_task k WHERE k.network_id = c.network_id AND k.case_id = c.id AND app.is_out_of_place(k, c.tenant_id))
  ORDER BY c.id FOR UPDATE OF c;
END $$;
--> statement-breakpoint
CREATE FUNCTION app.is_out_of_place(k public.case_task, own uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT k.state IN ('planned', 'open') AND k.holder_tenant_id IS NOT NULL AND k.holder_tenant_id <> is_out_of_place.own AND NOT EXISTS (
    SELECT 1 FROM public.tenant h
    WHERE h.network_id = k.network_id AND h.id = k.holder_tenant_id AND k.scope_key BETWEEN h.scope_key AND h.scope_high AND (h.status = 'active' OR h.depth = 0))
$$;
--> statement-breakpoint
-- Gives what is out of place of one of them to its superior. Dates stay as they are. Answers the case as it stands then.
CREATE FUNCTION app.reseat_case(changed uuid, case_id uuid, event_id uuid, hand text) RETURNS public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c public.incubation_case;
  heir uuid;
BEGIN
  SELECT x.* INTO c FROM public.tenant t JOIN public.incubation_case x ON x.network_id = t.network_id AND x.scope_key BETWEEN t.scope_key AND t.scope_high
  WHERE t.network_id = app.require_root() AND t.id = reseat_case.changed AND t.updated_at = app.acting_now() AND x.id = reseat_case.case_id AND x.state <> 'ended'
  FOR UPDATE OF x;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a case is reseated with its tree alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  heir := app.superior_of(c.network_id, c.tenant_id);
  UPDATE public.case_task k SET holder_tenant_id = heir
  WHERE k.network_id = c.network_id AND k.case_id = c.id AND app.is_out_of_place(k, c.tenant_id);
  UPDATE public.incubation_case x SET holder_tenant_ids = app.hands_above(x.network_id, x.id, x.tenant_id), version = x.version + 1, updated_at = app.acting_now()
  WHERE x.network_id = c.network_id AND x.id = c.id
  RETURNING * INTO c;
  INSERT INTO public.case_event (network_id, id, case_id, tenant_id, scope_key, organisation_id, seq, action, state, note, is_for_organisation, actor_tenant_id, actor_person_id, actor_name, at)
  SELECT c.network_id, reseat_case.event_id, c.id, c.tenant_id, c.scope_key, c.organisation_id, c.version, 'standIn', c.state, t.name, false,
    nullif(current_setting('app.tenant', true), '')::uuid, nullif(current_setting('app.person', true), '')::uuid, reseat_case.hand, app.acting_now()
  FROM public.tenant t WHERE t.network_id = c.network_id AND t.id = heir;
  RETURN c;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.superior_of(integer, uuid), app.take_case(public.incubation_case, uuid, uuid, jsonb, text), app.hands_above(integer, uuid, uuid), app.successor_now(uuid),
  app.cases_of_merged(uuid), app.carry_merged_case(uuid, uuid, uuid, jsonb, text), app.close_calls_of_merged(uuid, date), app.cases_out_of_place(uuid),
  app.is_out_of_place(public.case_task, uuid), app.reseat_case(uuid, uuid, uuid, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.superior_of(integer, uuid), app.take_case(public.incubation_case, uuid, uuid, jsonb, text), app.hands_above(integer, uuid, uuid), app.successor_now(uuid),
  app.is_out_of_place(public.case_task, uuid) TO fuqiao_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.cases_of_merged(uuid), app.carry_merged_case(uuid, uuid, uuid, jsonb, text), app.close_calls_of_merged(uuid, date), app.cases_out_of_place(uuid),
  app.reseat_case(uuid, uuid, uuid, text) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.cases_of_merged(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.carry_merged_case(uuid, uuid, uuid, jsonb, text) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.close_calls_of_merged(uuid, date) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.cases_out_of_place(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.reseat_case(uuid, uuid, uuid, text) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
