-- Enquiries that are not settled and of which an incubator that goes is a party, locked; for the centre at the top of a network. First the enquiries and
-- then their sheets, as everybody locks them; whoever answers meanwhile may still name the enquiry.
CREATE FUNCTION app.enquiries_of_retiring(retiring uuid, heir uuid)
RETURNS TABLE (id uuid, number text, version int, state text, from_tenant_id uuid, has_own boolean, asked jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  IF nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint IS DISTINCT FROM 281474976710655 THEN
    RAISE EXCEPTION 'only the centre at the top of a network reassigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM public.enquiry e
    WHERE e.network_id = acting_network AND e.state IN ('open', 'toChoose')
      AND (e.from_tenant_id = retiring OR EXISTS (SELECT 1 FROM public.enquiry_target t WHERE t.network_id = acting_network AND t.enquiry_id = e.id AND t.tenant_id = retiring AND t.outcome IS NULL))
    ORDER BY e.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.enquiry e JOIN public.enquiry_target t ON t.network_id = acting_network AND t.enquiry_id = e.id
    WHERE e.network_id = acting_network AND e.state IN ('open', 'toChoose')
      AND (e.from_tenant_id = retiring OR EXISTS (SELECT 1 FROM public.enquiry_target x WHERE x.network_id = acting_network AND x.enquiry_id = e.id AND x.tenant_id = retiring AND x.outcome IS NULL))
    ORDER BY t.id FOR UPDATE OF t;
  RETURN QUERY
    SELECT e.id, e.number, e.version, e.state, e.from_tenant_id,
      EXISTS (SELECT 1 FROM public.enquiry o WHERE o.network_id = acting_network AND o.from_tenant_id = heir AND o.organisation_id = e.organisation_id
                AND o.need = e.need AND o.state IN ('open', 'toChoose') AND o.id <> e.id),
      (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'tenantId', t.tenant_id, 'answer', t.answer) ORDER BY t.id)
       FROM public.enquiry_target t WHERE t.network_id = acting_network AND t.enquiry_id = e.id AND t.outcome IS NULL)
    FROM public.enquiry e
    WHERE e.network_id = acting_network AND e.state IN ('open', 'toChoose')
      AND (e.from_tenant_id = retiring OR EXISTS (SELECT 1 FROM public.enquiry_target t WHERE t.network_id = acting_network AND t.enquiry_id = e.id AND t.tenant_id = retiring AND t.outcome IS NULL))
    ORDER BY e.id;
END $$;
--> statement-breakpoint
-- Carries out what the rules said of each of those enquiries: the asker, the slots of those asked, or that it is taken back; with a line of history for each.
CREATE FUNCTION app.stand_in_enquiries(retiring uuid, heir uuid, person_name text, plans jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  acting_person uuid := nullif(current_setting('app.person', true), '')::uuid;
  p record;
  s record;
BEGIN
  IF nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint IS DISTINCT FROM 281474976710655 THEN
    RAISE EXCEPTION 'only the centre at the top of a network reassigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR p IN SELECT * FROM jsonb_to_recordset(plans) AS x(id uuid, version int, becomes text, "isAskerReplaced" boolean, slots jsonb)
  LOOP
    UPDATE public.enquiry e SET
      version = e.version + 1, updated_at = app.acting_now(),
      from_tenant_id = CASE WHEN p."isAskerReplaced" THEN heir ELSE e.from_tenant_id END,
      number = CASE WHEN p."isAskerReplaced" AND EXISTS (SELECT 1 FROM public.enquiry x
          WHERE x.network_id = acting_network AND x.from_tenant_id = heir AND x.number = e.number) THEN e.number || '-' || right(e.id::text, 4) ELSE e.number END,
      state = CASE p.becomes WHEN 'withdrawn' THEN 'withdrawn' ELSE e.state END,
      settled_at = CASE p.becomes WHEN 'withdrawn' THEN app.acting_now() END,
      next_clock_at = CASE p.becomes WHEN 'withdrawn' THEN NULL ELSE e.next_clock_at END
    WHERE e.network_id = acting_network AND e.id = p.id AND e.version = p.version AND e.state IN ('open', 'toChoose');
    IF NOT FOUND THEN RAISE EXCEPTION 'the enquiry changed meanwhile' USING ERRCODE = 'serialization_failure'; END IF;
    IF p.becomes = 'withdrawn' THEN
      UPDATE public.enquiry_target t SET outcome = 'withdrawn', outcome_at = app.acting_now(), version = t.version + 1
      WHERE t.network_id = acting_network AND t.enquiry_id = p.id AND t.outcome IS NULL;
    END IF;
    IF p."isAskerReplaced" THEN
      UPDATE public.enquiry_target t SET from_tenant_id = heir, number = e.number
      FROM public.enquiry e WHERE e.network_id = acting_network AND e.id = p.id AND t.network_id = acting_network AND t.enquiry_id = p.id;
      UPDATE public.enquiry_event v SET from_tenant_id = heir WHERE v.network_id = acting_network AND v.enquiry_id = p.id;
    END IF;
    IF p.becomes = 'withdrawn' OR p."isAskerReplaced" THEN
      INSERT INTO public.enquiry_event (network_id, id, enquiry_id, from_tenant_id, tenant_id, at, action, result, actor_tenant_id, actor_person_id, actor_name)
      SELECT acting_network, gen_random_uuid(), e.id, e.from_tenant_id, NULL, app.acting_now(), 'standIn', CASE p.becomes WHEN 'withdrawn' THEN 'withdrawn' ELSE 'asker' END,
             acting_tenant, acting_person, person_name
      FROM public.enquiry e WHERE e.network_id = acting_network AND e.id = p.id;
    END IF;
    FOR s IN SELECT * FROM jsonb_to_recordset(p.slots) AS x(id uuid, becomes text)
    LOOP
      -- A slot that nobody can answer is closed; whoever is asked anew answers for itself.
      UPDATE public.enquiry_target t SET
        version = t.version + 1,
        tenant_id = CASE s.becomes WHEN 'closed' THEN t.tenant_id ELSE heir END,
        answer = CASE s.becomes WHEN 'carried' THEN t.answer
                                WHEN 'askedAnew' THEN CASE WHEN e.state = 'open' THEN 'awaited' ELSE 'unanswered' END
                                ELSE 'unanswered' END,
        can_from = CASE s.becomes WHEN 'carried' THEN t.can_from END,
        capacity = CASE s.becomes WHEN 'carried' THEN t.capacity END,
        reason_code = CASE s.becomes WHEN 'carried' THEN t.reason_code END,
        words = CASE s.becomes WHEN 'carried' THEN t.words ELSE '' END,
        answered_at = CASE s.becomes WHEN 'carried' THEN t.answered_at END,
        answered_by_name = CASE s.becomes WHEN 'carried' THEN t.answered_by_name ELSE '' END,
        outcome = CASE s.becomes WHEN 'closed' THEN 'settled' END,
        outcome_at = CASE s.becomes WHEN 'closed' THEN app.acting_now() END
      FROM public.enquiry e
      WHERE e.network_id = acting_network AND e.id = p.id AND t.network_id = acting_network AND t.enquiry_id = p.id AND t.id = s.id AND t.outcome IS NULL;
      INSERT INTO public.enquiry_event (network_id, id, enquiry_id, from_tenant_id, tenant_id, at, action, result, actor_tenant_id, actor_person_id, actor_name)
      SELECT acting_network, gen_random_uuid(), t.enquiry_id, t.from_tenant_id, t.tenant_id, app.acting_now(), 'standIn', s.becomes, acting_tenant, acting_person, person_name
      FROM public.enquiry_target t WHERE t.network_id = acting_network AND t.id = s.id;
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.enquiries_of_retiring(uuid, uuid), app.stand_in_enquiries(uuid, uuid, text, jsonb) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.enquiries_of_retiring(uuid, uuid), app.stand_in_enquiries(uuid, uuid, text, jsonb) TO fuqiao_app;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.enquiries_of_retiring(uuid, uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.stand_in_enquiries(uuid, uuid, text, jsonb) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
