-- As before, and who handed a case over stays as the gate wrote it.
CREATE OR REPLACE FUNCTION app.keep_incubation_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF (OLD.tenant_id, OLD.organisation_id, OLD.former_tenant_id, OLD.call_id, OLD.referral_id, OLD.is_by_organisation, OLD.created_at)
     IS DISTINCT FROM
     (NEW.tenant_id, NEW.organisation_id, NEW.former_tenant_id, NEW.call_id, NEW.referral_id, NEW.is_by_organisation, NEW.created_at)
     OR (OLD.number IS NOT NULL AND OLD.number IS DISTINCT FROM NEW.number)
     OR (OLD.state <> 'draft' AND (OLD.organisation_name, OLD.submitted_at) IS DISTINCT FROM (NEW.organisation_name, NEW.submitted_at)) THEN
    RAISE EXCEPTION 'whose case it is stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state = 'ended' AND (NEW.state, NEW.outcome, NEW.end_reason, NEW.ended_at) IS DISTINCT FROM (OLD.state, OLD.outcome, OLD.end_reason, OLD.ended_at) THEN
    RAISE EXCEPTION 'what ended stays ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.archive_digest IS NOT NULL AND (NEW.archive_digest, NEW.archived_at) IS DISTINCT FROM (OLD.archive_digest, OLD.archived_at) THEN
    RAISE EXCEPTION 'what was put away stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.application IS DISTINCT FROM NEW.application AND (OLD.state NOT IN ('draft', 'entry')
     OR (acting_tenant IS NOT NULL AND acting_tenant IS DISTINCT FROM OLD.tenant_id)) THEN
    RAISE EXCEPTION 'an application is its applicant''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- The running case that goes along with an organisation whose custody moved in this very transaction: to the target that accepted a hand-over, or back with
-- an accepted return. Locked, so that whatever is done to it at once comes before or after. Nothing where there is none, or the heir has one of its own.
CREATE FUNCTION app.carried_case(referral_id uuid) RETURNS public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  r public.referral;
  c public.incubation_case;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  giver uuid;
  heir uuid;
BEGIN
  SELECT * INTO r FROM public.referral x WHERE x.network_id = acting_network AND x.id = carried_case.referral_id;
  IF NOT FOUND OR acting_tenant IS NULL OR r.mode <> 'handOver' OR r.updated_at <> app.acting_now() THEN
    RAISE EXCEPTION 'a case goes along with custody alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF r.state = 'accepted' AND acting_tenant = r.to_tenant_id THEN
    giver := r.from_tenant_id;
    heir := r.to_tenant_id;
  ELSIF r.state = 'returned' AND acting_tenant IN (r.from_tenant_id, coalesce(r.desk_tenant_id, r.from_tenant_id)) THEN
    giver := r.to_tenant_id;
    heir := r.from_tenant_id;
  ELSE
    RAISE EXCEPTION 'a case goes along with custody alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM public.organisation o WHERE o.network_id = acting_network AND o.id = r.organisation_id AND o.tenant_id = heir) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO c FROM public.incubation_case x
  WHERE x.network_id = acting_network AND x.tenant_id = giver AND x.organisation_id = r.organisation_id AND x.state IN ('entry', 'resident', 'followUp')
  FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT 1 FROM public.incubation_case x
    WHERE x.network_id = acting_network AND x.tenant_id = heir AND x.organisation_id = r.organisation_id AND x.state <> 'ended') THEN
    RETURN NULL;
  END IF;
  RETURN c;
END $$;
--> statement-breakpoint
-- Takes it along: the case and, by its keys, all that hangs on it. What was done stays as it was; what is to come is held where the network's rules say
-- (`places`: own, superior or root, by actor), seen from its new place. Dates stay as they are. Answers the case as it stands then.
CREATE FUNCTION app.carry_case(referral_id uuid, event_id uuid, places jsonb, hand text) RETURNS public.incubation_case
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c public.incubation_case := app.carried_case(carry_case.referral_id);
  heir public.tenant;
  giver text;
  superior uuid;
  root uuid;
BEGIN
  IF c.id IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT t.* INTO heir FROM public.organisation o JOIN public.tenant t ON t.network_id = o.network_id AND t.id = o.tenant_id
  WHERE o.network_id = c.network_id AND o.id = c.organisation_id;
  SELECT t.name INTO giver FROM public.tenant t WHERE t.network_id = c.network_id AND t.id = c.tenant_id;
  SELECT t.id INTO superior FROM public.tenant t
  WHERE t.network_id = c.network_id AND t.depth < heir.depth AND heir.scope_key BETWEEN t.scope_key AND t.scope_high AND (t.status = 'active' OR t.depth = 0)
  ORDER BY t.depth DESC LIMIT 1;
  SELECT t.id INTO root FROM public.tenant t
  WHERE t.network_id = c.network_id AND t.depth = 0 AND heir.scope_key BETWEEN t.scope_key AND t.scope_high;
  BEGIN
    UPDATE public.incubation_case x SET former_tenant_id = c.tenant_id, tenant_id = heir.id, scope_key = heir.scope_key, version = x.version + 1, updated_at = app.acting_now()
    WHERE x.network_id = c.network_id AND x.id = c.id;
  EXCEPTION WHEN unique_violation THEN
    -- The heir began one of its own at the same time: that one stays, and so does this.
    RETURN NULL;
  END;
  UPDATE public.case_task k SET holder_tenant_id = CASE carry_case.places ->> k.holder WHEN 'superior' THEN coalesce(superior, heir.id) WHEN 'root' THEN coalesce(root, heir.id) ELSE heir.id END
  WHERE k.network_id = c.network_id AND k.case_id = c.id AND k.state IN ('planned', 'open') AND k.holder <> 'applicant';
  UPDATE public.incubation_case x SET holder_tenant_ids = ARRAY(
    SELECT DISTINCT k.holder_tenant_id FROM public.case_task k
    WHERE k.network_id = c.network_id AND k.case_id = c.id AND k.state = 'open' AND k.holder_tenant_id <> heir.id)
  WHERE x.network_id = c.network_id AND x.id = c.id
  RETURNING * INTO c;
  INSERT INTO public.case_event (network_id, id, case_id, tenant_id, scope_key, organisation_id, seq, action, state, note, is_for_organisation, actor_tenant_id, actor_person_id, actor_name, at)
  VALUES (c.network_id, carry_case.event_id, c.id, c.tenant_id, c.scope_key, c.organisation_id, c.version, 'handOver', c.state, giver || ' → ' || heir.name, true,
    nullif(current_setting('app.tenant', true), '')::uuid, nullif(current_setting('app.person', true), '')::uuid, carry_case.hand, app.acting_now());
  RETURN c;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.carried_case(uuid), app.carry_case(uuid, uuid, jsonb, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.carried_case(uuid), app.carry_case(uuid, uuid, jsonb, text) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.carried_case(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.carry_case(uuid, uuid, jsonb, text) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
