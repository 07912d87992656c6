-- FORCE on every table: the owner stands before the wall like everyone else.
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- The runtime role: column by column where a column must not be read, table by table elsewhere; never TRUNCATE, REFERENCES or TRIGGER.
GRANT SELECT ON network, division, calendar_day, calendar_year, tenant, tenant_history, capability, response_record, saved_view, membership, session,
  idempotency_key, organisation, organisation_serving, dossier_section, organisation_person, organisation_note, attachment, import_job, import_row,
  number_counter, referral, referral_snapshot, referral_event, consent, dossier_grant, dossier_access, notice, audit_entry TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT (id, login_name, display_name, disabled_at, created_at) ON person TO fuqiao_app;
--> statement-breakpoint
GRANT INSERT ON tenant, tenant_history, capability, saved_view, idempotency_key, organisation, organisation_serving, dossier_section, organisation_person,
  organisation_note, attachment, import_job, import_row, number_counter, referral, referral_snapshot, referral_event, consent, dossier_grant,
  dossier_access, outbox, audit_entry TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE ON tenant, tenant_history, capability, idempotency_key, organisation, organisation_serving, dossier_section, organisation_person,
  import_job, import_row, number_counter, referral, consent, dossier_grant TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (read_at) ON notice TO fuqiao_app;
--> statement-breakpoint
GRANT DELETE ON saved_view, organisation_person, referral, referral_snapshot TO fuqiao_app;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE outbox_id_seq TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO fuqiao_system;
--> statement-breakpoint
-- The audit trail is appended to, by everyone alike.
REVOKE UPDATE, DELETE ON audit_entry FROM fuqiao_system;
--> statement-breakpoint
-- The door of every request: who a live session acts as, told to the wall for this transaction. NULL when there is no such session.
-- A person whose tenant is not active acts in no tenant: the answer says so and nothing of the tenant is set.
CREATE FUNCTION app.enter(session_id uuid, at timestamptz) RETURNS jsonb
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
    PERFORM set_config('app.network', a.network_id::text, true), set_config('app.organisation', a.organisation_id::text, true);
  ELSIF a.status = 'active' THEN
    PERFORM set_config('app.network', a.network_id::text, true), set_config('app.tenant', a.tenant_id::text, true),
            set_config('app.low', a.scope_key::text, true), set_config('app.high', a.scope_high::text, true);
  END IF;
  RETURN jsonb_build_object('sessionId', a.session_id, 'personId', a.person_id, 'personName', a.person_name, 'membershipId', a.membership_id,
    'roles', a.roles, 'networkId', a.network_id, 'networkName', a.network_name, 'profileId', a.profile_id, 'tenantId', a.tenant_id,
    'tenantName', a.tenant_name, 'tier', a.tier, 'kind', a.kind, 'depth', a.depth, 'divisionCode', a.division_code, 'tenantStatus', a.status,
    'low', a.scope_key::text, 'high', a.scope_high::text, 'organisationId', a.organisation_id, 'organisationName', a.organisation_name);
END $$;
--> statement-breakpoint
-- Custody moves in the transaction that accepts a hand-over, and only there: the caller must be the target of that referral, accepted just now.
CREATE FUNCTION app.move_custody(referral_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  r public.referral;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  place bigint;
BEGIN
  SELECT * INTO r FROM public.referral x WHERE x.network_id = acting_network AND x.id = move_custody.referral_id FOR UPDATE;
  IF NOT FOUND OR r.to_tenant_id IS DISTINCT FROM acting_tenant OR r.mode <> 'handOver' OR r.state <> 'accepted' THEN
    RAISE EXCEPTION 'custody moves only to the target that accepted a hand-over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT t.scope_key INTO place FROM public.tenant t WHERE t.network_id = acting_network AND t.id = acting_tenant;
  UPDATE public.organisation o SET tenant_id = acting_tenant, scope_key = place, reporting_tenant_id = acting_tenant, version = o.version + 1, updated_at = app.acting_now()
  WHERE o.network_id = acting_network AND o.id = r.organisation_id AND o.tenant_id = r.from_tenant_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the sender is no longer the custodian' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE public.dossier_section d SET tenant_id = acting_tenant, scope_key = place WHERE d.network_id = acting_network AND d.organisation_id = r.organisation_id;
  UPDATE public.organisation_person p SET tenant_id = acting_tenant, scope_key = place WHERE p.network_id = acting_network AND p.organisation_id = r.organisation_id;
  UPDATE public.attachment f SET tenant_id = acting_tenant, scope_key = place WHERE f.network_id = acting_network AND f.organisation_id = r.organisation_id AND f.purpose = 'document';
END $$;
--> statement-breakpoint
-- Candidates of a search by pieces, inside the acting tenant's own range or under its grants: array operators are not leakproof, so the wall
-- would keep the planner from the index. This door states the same bounds as the wall, and the caller's query still stands before the wall.
CREATE FUNCTION app.search_organisations(pieces text[], most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.id FROM public.organisation o
  WHERE o.grams @> pieces
    AND o.network_id = nullif(current_setting('app.network', true), '')::int
    AND (o.scope_key BETWEEN nullif(current_setting('app.low', true), '')::bigint AND nullif(current_setting('app.high', true), '')::bigint
         OR o.id = ANY (app.granted_organisations()))
  ORDER BY o.updated_at DESC, o.id DESC LIMIT most
$$;
--> statement-breakpoint
-- Tells listening servers that something happened; the listener reads again under the wall, so only ids travel.
CREATE FUNCTION app.announce() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_notify('fuqiao', json_build_object('id', NEW.id, 'network', NEW.network_id, 'topic', NEW.topic, 'subject', NEW.subject_id)::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER announce AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION app.announce();
--> statement-breakpoint
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
-- The gates run as the system role, which cannot bypass the wall and owns no table. The right to create is needed for the change of owner only.
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.enter(uuid, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.move_custody(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.search_organisations(text[], integer) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
