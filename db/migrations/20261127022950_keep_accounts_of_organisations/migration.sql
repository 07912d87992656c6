-- Accounts of an organisation are kept by its custodian, whoever that is by now: it names who speaks for the organisation, ends that, and helps who forgot
-- the password. Their rows are the organisation's, and no tenant reads or writes them but through these gates.
CREATE FUNCTION app.organisation_accounts(organisation_id uuid)
RETURNS TABLE (id uuid, display_name text, login_name text, from_at timestamptz, until_at timestamptz, version integer, is_initial boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  RETURN QUERY
    SELECT m.id, m.display_name, p.login_name, m.from_at, m.until_at, m.version, p.initial_until IS NOT NULL
    FROM public.organisation o
    JOIN public.membership m ON m.network_id = o.network_id AND m.organisation_id = o.id
    JOIN public.person p ON p.id = m.person_id
    WHERE o.network_id = acting_network AND o.id = organisation_accounts.organisation_id AND o.tenant_id = acting_tenant
    ORDER BY m.until_at DESC NULLS FIRST, m.from_at, m.id;
END $$;
--> statement-breakpoint
-- Gives an organisation in the acting tenant's custody a further account. Who is known by the login name and that name speaks for this one too with the
-- password they have, unless they work in a tenant: whoever sends an organisation on does not answer for it. The answer is the same.
--   joined  the person speaks for the organisation now
--   taken   the login name belongs to somebody else, as far as this tenant may know
--   member  the person speaks for it already
CREATE FUNCTION app.join_account(organisation_id uuid, membership_id uuid, person_id uuid, login_name text, display_name text, password_hash text,
  initial_until timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  now CONSTANT timestamptz := app.acting_now();
  known record;
BEGIN
  -- Held: it is neither handed over nor merged before this is written.
  PERFORM 1 FROM public.organisation o
  WHERE o.network_id = acting_network AND o.id = join_account.organisation_id AND o.tenant_id = acting_tenant AND o.merged_into_id IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an organisation has its accounts from its custodian' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO public.person (id, login_name, display_name, password_hash, initial_until, created_at)
  VALUES (join_account.person_id, join_account.login_name, join_account.display_name, join_account.password_hash, join_account.initial_until, now)
  ON CONFLICT (login_name) DO NOTHING;
  -- Locked: one person's places are given in turn.
  SELECT p.id, p.display_name, p.disabled_at INTO known FROM public.person p WHERE p.login_name = join_account.login_name FOR NO KEY UPDATE;
  IF known.id <> join_account.person_id THEN
    IF known.display_name <> join_account.display_name OR known.disabled_at IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.network_id = acting_network AND m.organisation_id IS NOT NULL)
      OR EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.tenant_id IS NOT NULL AND (m.until_at IS NULL OR m.until_at > now)) THEN
      RETURN 'taken';
    END IF;
    IF EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = known.id AND m.network_id = acting_network
               AND m.organisation_id = join_account.organisation_id AND (m.until_at IS NULL OR m.until_at > now)) THEN
      RETURN 'member';
    END IF;
  END IF;
  INSERT INTO public.membership (id, network_id, person_id, organisation_id, display_name, roles, from_at)
  VALUES (join_account.membership_id, acting_network, known.id, join_account.organisation_id, join_account.display_name, ARRAY['organisation'], now);
  RETURN 'joined';
END $$;
--> statement-breakpoint
-- The account that the acting tenant may change now: the person whose it is; null when it is over or not of an organisation in its custody. For the gates below.
CREATE FUNCTION app.speaker_kept(membership_id uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.person_id FROM public.membership m JOIN public.organisation o ON o.network_id = m.network_id AND o.id = m.organisation_id
  WHERE m.id = speaker_kept.membership_id AND m.network_id = nullif(current_setting('app.network', true), '')::int
    AND o.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND (m.until_at IS NULL OR m.until_at > app.acting_now())
$$;
--> statement-breakpoint
-- Ends an account that stands at this version, and its sessions, at once. Answers the version after; null when it stands elsewhere, is over or is not the acting tenant's to end.
CREATE FUNCTION app.end_account(membership_id uuid, seen integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  now CONSTANT timestamptz := app.acting_now();
  after integer;
BEGIN
  IF app.speaker_kept(end_account.membership_id) IS NULL THEN RETURN NULL; END IF;
  UPDATE public.membership m SET until_at = now, version = m.version + 1
  WHERE m.id = end_account.membership_id AND m.version = end_account.seen RETURNING m.version INTO after;
  IF after IS NULL THEN RETURN NULL; END IF;
  UPDATE public.session s SET ended_at = now, end_reason = 'membershipEnded' WHERE s.membership_id = end_account.membership_id AND s.ended_at IS NULL;
  RETURN after;
END $$;
--> statement-breakpoint
-- Gives whoever speaks for an organisation an initial password in place of a forgotten one, and ends their sessions for it. It counts for somebody who has
-- no other place: who speaks for another organisation or works in a tenant too keeps the password and the sessions there, and the answer is the same.
CREATE FUNCTION app.renew_account(membership_id uuid, password_hash text, initial_until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  now CONSTANT timestamptz := app.acting_now();
  whose uuid := app.speaker_kept(renew_account.membership_id);
BEGIN
  IF whose IS NULL THEN RETURN false; END IF;
  PERFORM 1 FROM public.person p WHERE p.id = whose FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM public.membership m WHERE m.person_id = whose AND m.id <> renew_account.membership_id AND (m.until_at IS NULL OR m.until_at > now)) THEN
    UPDATE public.person p SET password_hash = renew_account.password_hash, initial_until = renew_account.initial_until WHERE p.id = whose;
    UPDATE public.session s SET ended_at = now, end_reason = 'passwordRenewed' WHERE s.person_id = whose AND s.ended_at IS NULL;
  END IF;
  UPDATE public.session s SET ended_at = now, end_reason = 'passwordRenewed' WHERE s.membership_id = renew_account.membership_id AND s.ended_at IS NULL;
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.organisation_accounts(uuid), app.join_account(uuid, uuid, uuid, text, text, text, timestamptz), app.speaker_kept(uuid),
  app.end_account(uuid, integer), app.renew_account(uuid, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.organisation_accounts(uuid), app.join_account(uuid, uuid, uuid, text, text, text, timestamptz), app.end_account(uuid, integer),
  app.renew_account(uuid, text, timestamptz) TO fuqiao_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.speaker_kept(uuid) TO fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.organisation_accounts(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.join_account(uuid, uuid, uuid, text, text, text, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.end_account(uuid, integer) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.renew_account(uuid, text, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
