-- As before the trail of the other side; and an event for the centre at the top of each of the two networks, whose people are told of it.
CREATE OR REPLACE FUNCTION app.audit_partner(at_network integer, by_network integer, what text, details jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO public.audit_entry (network_id, id, tenant_id, tenant_name, person_name, at, action, subject_kind, outcome, details)
  SELECT t.network_id, gen_random_uuid(), t.id, t.name, n.name, app.acting_now(), what, 'Partner', 'done', audit_partner.details || jsonb_build_object('partner', n.name)
  FROM public.tenant t JOIN public.network n ON n.id = by_network WHERE t.network_id = at_network AND t.depth = 0 AND t.parent_id IS NULL;
  INSERT INTO public.outbox (network_id, topic, subject_id, payload, at)
  SELECT t.network_id, 'partner', t.id, jsonb_build_object('action', what, 'tenantId', t.id, 'fromName', b.name, 'toName', a.name), app.acting_now()
  FROM public.tenant t JOIN public.network b ON b.id = by_network JOIN public.network a ON a.id = at_network
  WHERE t.network_id IN (at_network, by_network) AND t.depth = 0 AND t.parent_id IS NULL
$$;
