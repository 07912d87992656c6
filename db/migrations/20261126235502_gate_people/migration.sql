-- What a tenant may write of its members: their roles and their end. People come in by the gate below, and no request writes a person's row.
GRANT UPDATE (roles, until_at, version) ON membership TO fuqiao_app;
--> statement-breakpoint
-- As before; and whoever still has the password that they were given acts nowhere: the answer says so, and nothing is set but who they are.
CREATE OR REPLACE FUNCTION app.enter(session_id uuid, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  a record;
  acts boolean;
  besides uuid[];
BEGIN
  SELECT s.id AS session_id, p.id AS person_id, p.display_name AS person_name, p.initial_until IS NOT NULL AS is_initial, m.id AS membership_id, m.roles, m.organisation_id,
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
  acts := NOT a.is_initial AND (a.organisation_id IS NOT NULL OR a.status = 'active');
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
    set_config('app.organisation', CASE WHEN acts THEN coalesce(a.organisation_id::text, '') ELSE '' END, true),
    set_config('app.tenant', CASE WHEN acts THEN coalesce(a.tenant_id::text, '') ELSE '' END, true),
    set_config('app.party', CASE WHEN acts THEN coalesce(a.organisation_id, a.tenant_id)::text ELSE '' END, true),
    set_config('app.low', CASE WHEN acts THEN coalesce(a.scope_key::text, '') ELSE '' END, true),
    set_config('app.high', CASE WHEN acts THEN coalesce(a.scope_high::text, '') ELSE '' END, true),
    set_config('app.besides', coalesce(besides::text, ''), true),
    set_config('app.scope', CASE WHEN acts AND a.tenant_id IS NOT NULL THEN int8range(a.scope_key, a.scope_high, '[]')::text ELSE '' END, true);
  RETURN jsonb_build_object('sessionId', a.session_id, 'personId', a.person_id, 'personName', a.person_name, 'mustChangePassword', a.is_initial, 'membershipId', a.membership_id,
    'roles', a.roles, 'networkId', a.network_id, 'networkName', a.network_name, 'profileId', a.profile_id, 'tenantId', a.tenant_id,
    'tenantName', a.tenant_name, 'tenantShortName', a.tenant_short_name, 'tier', a.tier, 'kind', a.kind, 'depth', a.depth, 'divisionCode', a.division_code, 'tenantStatus', a.status,
    'low', a.scope_key::text, 'high', a.scope_high::text, 'organisationId', a.organisation_id, 'organisationName', a.organisation_name);
END $$;
--> statement-breakpoint
-- System administrator, security administrator and audit administrator are three people, never one: not in two memberships either. One person's
-- memberships are written in turn, so that two that come at once are seen by each other.
CREATE FUNCTION app.keep_three_administrators() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE three CONSTANT text[] := ARRAY['systemAdmin', 'securityAdmin', 'auditAdmin'];
BEGIN
  IF NOT NEW.roles && three THEN RETURN NEW; END IF;
  PERFORM 1 FROM public.person p WHERE p.id = NEW.person_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM public.membership m, unnest(m.roles) AS held
    WHERE m.person_id = NEW.person_id AND m.id <> NEW.id AND held = ANY (three) AND held <> ALL (NEW.roles)
      AND m.from_at < coalesce(NEW.until_at, 'infinity') AND NEW.from_at < coalesce(m.until_at, 'infinity')
  ) THEN
    RAISE EXCEPTION 'the three administrators are three people' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_three_administrators';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER three_administrators BEFORE INSERT OR UPDATE OF roles, from_at, until_at ON membership
FOR EACH ROW EXECUTE FUNCTION app.keep_three_administrators();
--> statement-breakpoint
-- Whether a person has a place now or later anywhere but in a tenant; one in a tenant that was merged or closed is none. For the gates below alone.
CREATE FUNCTION app.has_other_place(person_id uuid, tenant_id uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.membership m LEFT JOIN public.tenant t ON t.network_id = m.network_id AND t.id = m.tenant_id
    WHERE m.person_id = has_other_place.person_id AND (m.until_at IS NULL OR m.until_at > app.acting_now())
      AND m.tenant_id IS DISTINCT FROM has_other_place.tenant_id AND coalesce(t.status, 'active') IN ('active', 'suspended')
  )
$$;
--> statement-breakpoint
-- Whether nobody has got to work in a tenant below the acting one, which must be the centre at the top: nobody has a place there, or only people who never
-- chose a password. Who comes in at this very instant does not count: the centre may seat two. False for whoever else asks.
CREATE FUNCTION app.is_unstaffed(tenant_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  now CONSTANT timestamptz := app.acting_now();
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.tenant t WHERE t.network_id = acting_network AND t.id = acting_tenant AND t.parent_id IS NULL AND t.depth = 0)
    AND EXISTS (SELECT 1 FROM public.tenant t WHERE t.network_id = acting_network AND t.id = is_unstaffed.tenant_id AND t.id <> acting_tenant
                AND t.kind <> 'partnerNetwork' AND t.status IN ('active', 'suspended'))
    AND NOT EXISTS (SELECT 1 FROM public.membership m JOIN public.person p ON p.id = m.person_id
                    WHERE m.network_id = acting_network AND m.tenant_id = is_unstaffed.tenant_id AND p.initial_until IS NULL
                      AND m.from_at < now AND (m.until_at IS NULL OR m.until_at > now));
END $$;
--> statement-breakpoint
-- Takes a person into a tenant: the acting one; or, by the centre at the top, one of its network in which nobody has ever got to work, to direct and
-- administer it. Who is known by the login name in the network, under this very name, gets a further place and keeps the password they have; who is
-- not known is made, with the initial password. Both are answered alike: an incubator learns nothing of who works elsewhere.
--   joined  the person has a place here now
--   taken   the login name belongs to somebody who is not that person, as far as this network knows
--   member  the person has a place here already
CREATE FUNCTION app.join_person(tenant_id uuid, membership_id uuid, person_id uuid, login_name text, display_name text, password_hash text,
  initial_until timestamptz, roles text[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  now CONSTANT timestamptz := app.acting_now();
  known record;
BEGIN
  IF acting_tenant IS NULL THEN
    RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF join_person.tenant_id <> acting_tenant THEN
    IF NOT join_person.roles <@ ARRAY['director', 'tenantAdmin'] OR NOT app.is_unstaffed(join_person.tenant_id) THEN
      RAISE EXCEPTION 'an incubator takes in its own people' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  INSERT INTO public.person (id, login_name, display_name, password_hash, initial_until, created_at)
  VALUES (join_person.person_id, join_person.login_name, join_person.display_name, join_person.password_hash, join_person.initial_until, now)
  ON CONFLICT (login_name) DO NOTHING;
  -- Locked: one person's places are given in turn.
  SELECT p.id, p.display_name, p.disabled_at, p.initial_until INTO known FROM public.person p WHERE p.login_name = join_person.login_name FOR NO KEY UPDATE;
  IF known.id <> join_person.person_id THEN
    IF known.display_name <> join_person.display_name OR known.disabled_at IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.network_id = acting_network) THEN
      RETURN 'taken';
    END IF;
    IF EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.network_id = acting_network AND m.tenant_id = join_person.tenant_id
               AND (m.until_at IS NULL OR m.until_at > now)) THEN
      -- The centre names again whom it named before: the password that nobody used in time is given anew.
      IF join_person.tenant_id = acting_tenant OR known.initial_until IS NULL OR app.has_other_place(known.id, join_person.tenant_id) THEN
        RETURN 'member';
      END IF;
      UPDATE public.person p SET password_hash = join_person.password_hash, initial_until = join_person.initial_until WHERE p.id = known.id;
      RETURN 'joined';
    END IF;
  END IF;
  INSERT INTO public.membership (id, network_id, person_id, tenant_id, display_name, roles, from_at)
  VALUES (join_person.membership_id, acting_network, known.id, join_person.tenant_id, join_person.display_name, join_person.roles, now);
  RETURN 'joined';
END $$;
--> statement-breakpoint
-- Gives a member of the acting tenant an initial password in place of a forgotten one, and ends their sessions here. It counts for somebody who has no
-- other place: whoever works elsewhere too keeps the password and the sessions there, and the answer is the same.
CREATE FUNCTION app.renew_password(membership_id uuid, password_hash text, initial_until timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  acting_person uuid := nullif(current_setting('app.person', true), '')::uuid;
  now CONSTANT timestamptz := app.acting_now();
  whose uuid;
BEGIN
  SELECT m.person_id INTO whose FROM public.membership m
  WHERE m.network_id = acting_network AND m.tenant_id = acting_tenant AND m.id = renew_password.membership_id AND m.person_id <> acting_person
    AND (m.until_at IS NULL OR m.until_at > now);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an incubator helps its own members' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM public.person p WHERE p.id = whose FOR NO KEY UPDATE;
  IF NOT app.has_other_place(whose, acting_tenant) THEN
    UPDATE public.person p SET password_hash = renew_password.password_hash, initial_until = renew_password.initial_until WHERE p.id = whose;
    UPDATE public.session s SET ended_at = now, end_reason = 'passwordRenewed' WHERE s.person_id = whose AND s.ended_at IS NULL;
  END IF;
  UPDATE public.session s SET ended_at = now, end_reason = 'passwordRenewed' WHERE s.membership_id = renew_password.membership_id AND s.ended_at IS NULL;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.join_person(uuid, uuid, uuid, text, text, text, timestamptz, text[]), app.renew_password(uuid, text, timestamptz),
  app.keep_three_administrators(), app.has_other_place(uuid, uuid), app.is_unstaffed(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.join_person(uuid, uuid, uuid, text, text, text, timestamptz, text[]), app.renew_password(uuid, text, timestamptz),
  app.is_unstaffed(uuid) TO fuqiao_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.has_other_place(uuid, uuid), app.is_unstaffed(uuid) TO fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.join_person(uuid, uuid, uuid, text, text, text, timestamptz, text[]) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.renew_password(uuid, text, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.is_unstaffed(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.keep_three_administrators() OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
