-- As before; and nobody who speaks for an organisation is taken in to work in a tenant, as nobody who works in one may speak for an organisation: whoever
-- sends an organisation on does not answer for it. Both gates hold the person's row, so that of two at once one finds the other.
CREATE OR REPLACE FUNCTION app.join_person(tenant_id uuid, membership_id uuid, person_id uuid, login_name text, display_name text, password_hash text,
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
      OR NOT EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.network_id = acting_network)
      OR EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.organisation_id IS NOT NULL AND (m.until_at IS NULL OR m.until_at > now)) THEN
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
