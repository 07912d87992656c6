-- As before; and whoever has more grants than the entry keeps has them read in place, each setting once: a gate called within the gate took a fifth of a short search.
CREATE OR REPLACE FUNCTION app.search_organisations(pieces text[], most integer) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
  SELECT array(
    SELECT o.id FROM public.organisation o
    WHERE o.grams @> pieces
      AND (o.scope_key + 0 <@ (SELECT nullif(current_setting('app.scope', true), '')::int8range)
           OR o.id = ANY ((SELECT coalesce(nullif(current_setting('app.besides', true), '')::uuid[], (
             SELECT array_agg(g.organisation_id) FROM (SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant,
               nullif(current_setting('app.now', true), '')::timestamptz AS at OFFSET 0) a
             JOIN public.dossier_grant g ON g.network_id = a.network AND g.tenant_id = a.tenant AND g.ended_at IS NULL AND g.from_at <= a.at AND g.until_at > a.at)))::uuid[]))
    ORDER BY o.updated_at DESC, o.id DESC LIMIT most
  )
$$;
