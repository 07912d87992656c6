-- A bare 'personal' beside an array is read as an array: whoever held a grant of personal data could read no section at all.
CREATE OR REPLACE FUNCTION app.granted_sections() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT g.organisation_id::text || ':' || s.section), '{}')
  FROM public.dossier_grant g,
       unnest(CASE WHEN g.personal THEN g.sections || 'personal'::text ELSE g.sections END) AS s(section)
  WHERE g.network_id = (SELECT nullif(current_setting('app.network', true), '')::int)
    AND g.tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)
    AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()
$$;
