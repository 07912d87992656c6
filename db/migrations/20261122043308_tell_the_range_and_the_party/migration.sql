-- Tells the range of keys as one setting (app.scope) and whoever acts, tenant or organisation, as one (app.party): a policy reads one where it
-- read two, and each costs a statement some microseconds.
-- The door of every request: who a live session acts as, told to the wall for this transaction. NULL when there is no such session.
-- A person whose tenant is not active acts in no tenant: the answer says so and nothing of the tenant is set.
CREATE OR REPLACE FUNCTION app.enter(session_id uuid, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE a record;
BEGIN
  SELECT s.id AS session_id, p.id AS person_id, p.display_name AS person_name, m.id AS membership_id, m.roles, m.organisation_id,
         n.id AS network_id, n.name AS network_name, n.profile_id, t.id AS tenant_id, t.name AS tenant_name, t.tier, t.kind, t.depth,
         t.division_code, t.status, t.scope_key, t.scope_high, o.name AS organisation_name
  INTO a
  FROM public.session s
  JOIN public.person p ON p.id = s.person_id
  JOIN public.membership m ON m.id = s.membership_id
  JOIN public.network n ON n.id = m.network_id
  LEFT JOIN public.tenant t ON t.network_id = m.network_id AND t.id = m.tenant_id
  LEFT JOIN public.organisation o ON o.network_id = m.network_id AND o.id = m.organisation_id
  WHERE s.id = enter.session_id AND s.ended_at IS NULL AND s.idle_until > enter.at AND s.expires_at > enter.at
    AND p.disabled_at IS NULL AND m.from_at <= enter.at AND (m.until_at IS NULL OR m.until_at > enter.at);
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM set_config('app.now', enter.at::text, true), set_config('app.person', a.person_id::text, true);
  IF a.organisation_id IS NOT NULL THEN
    PERFORM set_config('app.network', a.network_id::text, true), set_config('app.organisation', a.organisation_id::text, true),
            set_config('app.party', a.organisation_id::text, true);
  ELSIF a.status = 'active' THEN
    PERFORM set_config('app.network', a.network_id::text, true), set_config('app.tenant', a.tenant_id::text, true),
            set_config('app.low', a.scope_key::text, true), set_config('app.high', a.scope_high::text, true),
            set_config('app.scope', int8range(a.scope_key, a.scope_high, '[]')::text, true), set_config('app.party', a.tenant_id::text, true);
  END IF;
  RETURN jsonb_build_object('sessionId', a.session_id, 'personId', a.person_id, 'personName', a.person_name, 'membershipId', a.membership_id,
    'roles', a.roles, 'networkId', a.network_id, 'networkName', a.network_name, 'profileId', a.profile_id, 'tenantId', a.tenant_id,
    'tenantName', a.tenant_name, 'tier', a.tier, 'kind', a.kind, 'depth', a.depth, 'divisionCode', a.division_code, 'tenantStatus', a.status,
    'low', a.scope_key::text, 'high', a.scope_high::text, 'organisationId', a.organisation_id, 'organisationName', a.organisation_name);
END $$;
--> statement-breakpoint
-- Organisations seen besides the acting tenant's own range: under its live grants, and the acting organisation itself.
CREATE FUNCTION app.organisations_besides() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT array_append(app.granted_organisations(), nullif(current_setting('app.organisation', true), '')::uuid) $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.organisations_besides() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.organisations_besides() TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
DROP FUNCTION app.search_organisations(text[], integer);
--> statement-breakpoint
-- Candidates of a search by pieces, newest change first, inside the acting tenant's own range or under its grants: array operators are not
-- leakproof, so the wall would keep the planner from the index. This door states the same bounds as the wall, and the caller's query still
-- stands before the wall. One array, since a set would enter and leave the function for each row. `+ 0` keeps the planner from other
-- indexes: it cannot know how rare a piece is, and a plan made once for every piece spares making one for each search.
CREATE FUNCTION app.search_organisations(pieces text[], most integer) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
  SELECT array(
    SELECT o.id FROM public.organisation o
    WHERE o.grams @> pieces
      AND o.network_id + 0 = (SELECT nullif(current_setting('app.network', true), '')::int)
      AND (o.scope_key + 0 BETWEEN (SELECT nullif(current_setting('app.low', true), '')::bigint) AND (SELECT nullif(current_setting('app.high', true), '')::bigint)
           OR o.id = ANY ((SELECT app.granted_organisations())::uuid[]))
    ORDER BY o.updated_at DESC, o.id DESC LIMIT most
  )
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.search_organisations(text[], integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.search_organisations(text[], integer) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.search_organisations(text[], integer) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
