-- What the tables' policies and generated columns call must stand before them; bodies are checked when the tables are there.
SET check_function_bodies = off;
--> statement-breakpoint
CREATE SCHEMA IF NOT EXISTS app;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
REVOKE ALL ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
-- Two-character pieces of a text, lower case, blanks removed; a single character is its own piece. Reads its argument only.
CREATE FUNCTION app.bigrams(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  WITH plain AS (SELECT regexp_replace(lower(value), '\s+', '', 'g') AS t)
  SELECT coalesce(array_agg(DISTINCT substr(t, i, 2)), '{}')
  FROM plain, generate_series(1, greatest(char_length(t) - 1, least(char_length(t), 1))) AS i
$$;
--> statement-breakpoint
-- Pieces of each word (blank-separated) with the network's number before them: a search reads its own network's postings only.
CREATE FUNCTION app.search_grams(network integer, value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT network::text || ':' || piece), '{}')
  FROM unnest(string_to_array(regexp_replace(lower(value), '\s+', ' ', 'g'), ' ')) AS word,
       generate_series(1, greatest(char_length(word) - 1, least(char_length(word), 1))) AS i,
       substr(word, i, 2) AS piece
$$;
--> statement-breakpoint
-- The instant the acting transaction calls now.
CREATE FUNCTION app.acting_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
--> statement-breakpoint
-- Organisations the acting tenant holds a live grant for. Runs with the caller's rights: the wall of dossier_grant holds here too.
CREATE FUNCTION app.granted_organisations() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT g.organisation_id), '{}') FROM public.dossier_grant g
  WHERE g.network_id = (SELECT nullif(current_setting('app.network', true), '')::int)
    AND g.tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)
    AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()
$$;
--> statement-breakpoint
-- The same, by section: 'organisation:section', and 'organisation:personal' for the data of named people.
CREATE FUNCTION app.granted_sections() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT g.organisation_id::text || ':' || s.section), '{}')
  FROM public.dossier_grant g,
       unnest(CASE WHEN g.personal THEN g.sections || 'personal' ELSE g.sections END) AS s(section)
  WHERE g.network_id = (SELECT nullif(current_setting('app.network', true), '')::int)
    AND g.tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)
    AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()
$$;
--> statement-breakpoint
-- Referrals whose grant to the acting tenant lives.
CREATE FUNCTION app.granted_referrals() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT g.referral_id), '{}') FROM public.dossier_grant g
  WHERE g.network_id = (SELECT nullif(current_setting('app.network', true), '')::int)
    AND g.tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)
    AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()
$$;
