ALTER TABLE tenant_operator FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON tenant_operator TO fuqiao_app;
--> statement-breakpoint
-- Who it is, of which tenant and since when is never rewritten: another is appointed.
GRANT UPDATE (state, ended_at, end_reason, version, updated_at) ON tenant_operator TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_operator TO fuqiao_system;
--> statement-breakpoint
-- Whoever is taken in while an operator runs a tenant, or is appointed to, is that operator's person. The three administrators are the installation's.
CREATE FUNCTION app.join_operator() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.tenant_id IS NOT NULL AND NEW.operator_id IS NULL AND NOT NEW.roles && ARRAY['systemAdmin', 'securityAdmin', 'auditAdmin'] THEN
    SELECT o.id INTO NEW.operator_id FROM public.tenant_operator o
    WHERE o.network_id = NEW.network_id AND o.tenant_id = NEW.tenant_id AND o.state <> 'ended';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER join_operator BEFORE INSERT ON membership FOR EACH ROW EXECUTE FUNCTION app.join_operator();
--> statement-breakpoint
-- The first operator that is named of a tenant is who runs it already: its people are that operator's. Tied to the appointment's own instant; whoever
-- appoints the operator of their own tenant stays nobody's person.
CREATE FUNCTION app.adopt_members(operator_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_scope int8range := nullif(current_setting('app.scope', true), '')::int8range;
  acting_person uuid := nullif(current_setting('app.person', true), '')::uuid;
  o public.tenant_operator;
BEGIN
  SELECT x.* INTO o FROM public.tenant_operator x
  WHERE x.network_id = acting_network AND x.id = adopt_members.operator_id AND x.scope_key <@ acting_scope AND x.created_at = app.acting_now() AND x.state <> 'ended';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an operator has its people when it is appointed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT 1 FROM public.tenant_operator x WHERE x.network_id = o.network_id AND x.tenant_id = o.tenant_id AND x.id <> o.id) THEN RETURN; END IF;
  -- Nobody's roles or days change: whoever looks at the member sees no other version.
  UPDATE public.membership m SET operator_id = o.id
  WHERE m.network_id = o.network_id AND m.tenant_id = o.tenant_id AND m.operator_id IS NULL AND m.person_id <> acting_person
    AND (m.until_at IS NULL OR m.until_at > app.acting_now()) AND NOT m.roles && ARRAY['systemAdmin', 'securityAdmin', 'auditAdmin'];
END $$;
--> statement-breakpoint
-- Ends the places of an operator's people and their sessions, at once; answers how many places. For the gate below and the worker.
CREATE FUNCTION app.end_places(network int, operator uuid, ended_on timestamptz, but_person uuid) RETURNS integer
LANGUAGE plpgsql SECURITY INVOKER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE ended integer;
BEGIN
  UPDATE public.session s SET ended_at = ended_on, end_reason = 'operatorEnded'
  FROM public.membership m
  WHERE m.id = s.membership_id AND m.network_id = end_places.network AND m.operator_id = end_places.operator AND s.ended_at IS NULL
    AND m.person_id IS DISTINCT FROM but_person;
  UPDATE public.membership m SET until_at = ended_on, version = m.version + 1
  WHERE m.network_id = end_places.network AND m.operator_id = end_places.operator AND (m.until_at IS NULL OR m.until_at > ended_on)
    AND m.person_id IS DISTINCT FROM but_person;
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;
--> statement-breakpoint
-- The access of an operator that this transaction ends, closed with it. Whoever hands over their own tenant is not shut out by it.
CREATE FUNCTION app.end_operator_access(operator_id uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_scope int8range := nullif(current_setting('app.scope', true), '')::int8range;
  now CONSTANT timestamptz := app.acting_now();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.tenant_operator x WHERE x.network_id = acting_network AND x.id = end_operator_access.operator_id
                 AND x.scope_key <@ acting_scope AND x.state = 'ended' AND x.ended_at = now) THEN
    RAISE EXCEPTION 'an operator''s access ends with the operator' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN app.end_places(acting_network, end_operator_access.operator_id, now, nullif(current_setting('app.person', true), '')::uuid);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.join_operator(), app.adopt_members(uuid), app.end_places(int, uuid, timestamptz, uuid), app.end_operator_access(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.adopt_members(uuid), app.end_operator_access(uuid), app.join_operator() TO fuqiao_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.end_places(int, uuid, timestamptz, uuid), app.join_operator() TO fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.join_operator() OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.adopt_members(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.end_operator_access(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
