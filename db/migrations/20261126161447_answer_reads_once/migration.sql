-- As before, and two answers that reads would ask for again: the acting tenant's short name, and what is opened to it beside its own line. A reading transaction
-- stands on the grants that lived when it was entered; one that writes asks at each statement, since it may have written one itself.
CREATE OR REPLACE FUNCTION app.enter(session_id uuid, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  a record;
  acts boolean;
  besides uuid[];
BEGIN
  SELECT s.id AS session_id, p.id AS person_id, p.display_name AS person_name, m.id AS membership_id, m.roles, m.organisation_id,
         n.id AS network_id, n.name AS network_name, n.profile_id, t.id AS tenant_id, t.name AS tenant_name, t.short_name AS tenant_short_name, t.tier, t.kind, t.depth,
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
  -- Every setting is written: one that somebody left on the connection says nothing here.
  acts := a.organisation_id IS NOT NULL OR a.status = 'active';
  IF acts AND a.tenant_id IS NOT NULL AND current_setting('transaction_read_only') = 'on' THEN
    -- One more than is kept: who has more asks at each statement, which costs it little beside the rest.
    SELECT array_agg(g.organisation_id) INTO besides FROM (
      SELECT g.organisation_id FROM public.dossier_grant g
      WHERE g.network_id = a.network_id AND g.tenant_id = a.tenant_id AND g.ended_at IS NULL AND g.from_at <= enter.at AND g.until_at > enter.at
      LIMIT 33
    ) g;
    besides := CASE WHEN coalesce(cardinality(besides), 0) > 32 THEN NULL ELSE coalesce(besides, '{}') END;
  END IF;
  PERFORM set_config('app.now', enter.at::text, true), set_config('app.person', a.person_id::text, true),
    set_config('app.network', CASE WHEN acts THEN a.network_id::text ELSE '' END, true),
    set_config('app.organisation', coalesce(a.organisation_id::text, ''), true),
    set_config('app.tenant', CASE WHEN acts THEN coalesce(a.tenant_id::text, '') ELSE '' END, true),
    set_config('app.party', CASE WHEN acts THEN coalesce(a.organisation_id, a.tenant_id)::text ELSE '' END, true),
    set_config('app.low', CASE WHEN acts THEN coalesce(a.scope_key::text, '') ELSE '' END, true),
    set_config('app.high', CASE WHEN acts THEN coalesce(a.scope_high::text, '') ELSE '' END, true),
    set_config('app.besides', coalesce(besides::text, ''), true),
    set_config('app.scope', CASE WHEN acts AND a.tenant_id IS NOT NULL THEN int8range(a.scope_key, a.scope_high, '[]')::text ELSE '' END, true);
  RETURN jsonb_build_object('sessionId', a.session_id, 'personId', a.person_id, 'personName', a.person_name, 'membershipId', a.membership_id,
    'roles', a.roles, 'networkId', a.network_id, 'networkName', a.network_name, 'profileId', a.profile_id, 'tenantId', a.tenant_id,
    'tenantName', a.tenant_name, 'tenantShortName', a.tenant_short_name, 'tier', a.tier, 'kind', a.kind, 'depth', a.depth, 'divisionCode', a.division_code, 'tenantStatus', a.status,
    'low', a.scope_key::text, 'high', a.scope_high::text, 'organisationId', a.organisation_id, 'organisationName', a.organisation_name);
END $$;
