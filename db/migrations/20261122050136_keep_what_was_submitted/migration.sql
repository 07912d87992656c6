ALTER POLICY "write" ON "referral" TO "fuqiao_app" WITH CHECK (network_id = (select nullif(current_setting('app.network', true), '')::int) and from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) and exists (select 1 from organisation o where o.network_id = referral.network_id and o.id = referral.organisation_id));
--> statement-breakpoint
-- What an organisation consented to and a target was sent is not changed afterwards, and before that by the sender alone; whom it is about, never.
-- Or a target could widen what it was sent and then grant itself that. Gates, which run as the system role, carry out what the rules say.
CREATE FUNCTION app.keep_what_was_submitted() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_user = 'fuqiao_app' AND (OLD.submitted_at IS NOT NULL OR OLD.organisation_id <> NEW.organisation_id
      OR OLD.from_tenant_id IS DISTINCT FROM nullif(current_setting('app.tenant', true), '')::uuid) THEN
    RAISE EXCEPTION 'what was consented to and submitted is not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_what_was_submitted() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER keep_what_was_submitted BEFORE UPDATE ON referral FOR EACH ROW
WHEN ((OLD.organisation_id, OLD.from_tenant_id, OLD.to_tenant_id, OLD.mode, OLD.need, OLD.purpose, OLD.sections, OLD.personal, OLD.grant_until)
  IS DISTINCT FROM (NEW.organisation_id, NEW.from_tenant_id, NEW.to_tenant_id, NEW.mode, NEW.need, NEW.purpose, NEW.sections, NEW.personal, NEW.grant_until))
EXECUTE FUNCTION app.keep_what_was_submitted();
--> statement-breakpoint
-- The door of every request, as before, but it also clears what it does not set.
CREATE OR REPLACE FUNCTION app.enter(session_id uuid, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  a record;
  acts boolean;
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
  -- Every setting is written: one that somebody left on the connection says nothing here.
  acts := a.organisation_id IS NOT NULL OR a.status = 'active';
  PERFORM set_config('app.now', enter.at::text, true), set_config('app.person', a.person_id::text, true),
    set_config('app.network', CASE WHEN acts THEN a.network_id::text ELSE '' END, true),
    set_config('app.organisation', coalesce(a.organisation_id::text, ''), true),
    set_config('app.tenant', CASE WHEN acts THEN coalesce(a.tenant_id::text, '') ELSE '' END, true),
    set_config('app.party', CASE WHEN acts THEN coalesce(a.organisation_id, a.tenant_id)::text ELSE '' END, true),
    set_config('app.low', CASE WHEN acts THEN coalesce(a.scope_key::text, '') ELSE '' END, true),
    set_config('app.high', CASE WHEN acts THEN coalesce(a.scope_high::text, '') ELSE '' END, true),
    set_config('app.scope', CASE WHEN acts AND a.tenant_id IS NOT NULL THEN int8range(a.scope_key, a.scope_high, '[]')::text ELSE '' END, true);
  RETURN jsonb_build_object('sessionId', a.session_id, 'personId', a.person_id, 'personName', a.person_name, 'membershipId', a.membership_id,
    'roles', a.roles, 'networkId', a.network_id, 'networkName', a.network_name, 'profileId', a.profile_id, 'tenantId', a.tenant_id,
    'tenantName', a.tenant_name, 'tier', a.tier, 'kind', a.kind, 'depth', a.depth, 'divisionCode', a.division_code, 'tenantStatus', a.status,
    'low', a.scope_key::text, 'high', a.scope_high::text, 'organisationId', a.organisation_id, 'organisationName', a.organisation_name);
END $$;
