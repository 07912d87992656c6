ALTER TABLE joint_seat FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE joint_meeting FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE joint_figures FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE joint_minutes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE joint_agenda_item FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE joint_paper FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE joint_resolution FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE assignment FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE assignment_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE assignment_paper FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- What was frozen, resolved, handed in and noted down is never rewritten.
GRANT SELECT, INSERT ON joint_seat, joint_meeting, joint_figures, joint_minutes, joint_agenda_item, joint_paper, joint_resolution, assignment, assignment_event, assignment_paper
  TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (person_ids, people, version, updated_at, ended_at) ON joint_seat TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (title, meets_at, place, state, version, convened_at, held_at, closed_at, updated_at) ON joint_meeting TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (words, present_seat_ids, written_by_name, updated_at) ON joint_minutes TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (state, meeting_id, ordinal, reason, settled_at, version) ON joint_agenda_item TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (state, version, next_look_at, acknowledged_at, report, reported_at, remarks, confirmed_at, over_at, updated_at) ON assignment TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON joint_seat, joint_meeting, joint_figures, joint_minutes, joint_agenda_item, joint_paper, joint_resolution, assignment, assignment_event,
  assignment_paper TO fuqiao_system;
--> statement-breakpoint
-- Each hand moves an assignment through its own part alone: a policy does not see the old row beside the new.
CREATE FUNCTION app.keep_assignment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  is_responsible boolean := OLD.tenant_id = acting_tenant;
  is_issuer boolean := OLD.issuer_tenant_id = acting_tenant;
BEGIN
  IF NEW.state <> OLD.state AND NOT (CASE
       WHEN OLD.state IN ('issued', 'sentBack') AND NEW.state = 'acknowledged' THEN is_responsible
       WHEN OLD.state = 'acknowledged' AND NEW.state = 'reported' THEN is_responsible
       WHEN OLD.state = 'reported' AND NEW.state IN ('confirmed', 'sentBack') THEN is_issuer
       WHEN OLD.state IN ('issued', 'acknowledged', 'reported', 'sentBack') AND NEW.state = 'withdrawn' THEN is_issuer
       ELSE false END)
     OR (OLD.acknowledged_at, OLD.report, OLD.reported_at) IS DISTINCT FROM (NEW.acknowledged_at, NEW.report, NEW.reported_at) AND NOT is_responsible
     OR (OLD.remarks, OLD.confirmed_at) IS DISTINCT FROM (NEW.remarks, NEW.confirmed_at) AND NOT is_issuer THEN
    RAISE EXCEPTION 'each hand moves an assignment through its own part' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_assignment BEFORE UPDATE ON assignment FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_assignment();
--> statement-breakpoint
-- As before; and whoever convenes a joint meeting has the figures counted in the very transaction that convenes it.
CREATE OR REPLACE FUNCTION app.check_joint_meeting() RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM public.membership m
    WHERE m.network_id = acting_network AND m.person_id = nullif(current_setting('app.person', true), '')::uuid
      AND m.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND 'jointMeetingMember' = ANY (m.roles)
      AND m.from_at <= app.acting_now() AND (m.until_at IS NULL OR m.until_at > app.acting_now())
  ) AND NOT EXISTS (
    SELECT 1 FROM public.joint_meeting j
    JOIN public.tenant t ON t.network_id = j.network_id AND t.id = nullif(current_setting('app.tenant', true), '')::uuid AND t.depth = 0
    WHERE j.network_id = acting_network AND j.state = 'convened' AND j.convened_at = app.acting_now()
  ) THEN
    RAISE EXCEPTION 'cross-tier figures are for members of the joint meeting' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN acting_network;
END $$;
--> statement-breakpoint
-- Who could sit in the joint meeting: whoever is a member of it anywhere in the network. For the centre, which gives the seats and sees nobody else's people.
CREATE FUNCTION app.joint_members() RETURNS TABLE (person_id uuid, name text, tenant_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.person_id, min(m.display_name), min(t.short_name) FROM public.membership m
  JOIN public.tenant t ON t.network_id = m.network_id AND t.id = m.tenant_id
  JOIN public.tenant me ON me.network_id = m.network_id AND me.id = nullif(current_setting('app.tenant', true), '')::uuid AND me.depth = 0
  WHERE m.network_id = nullif(current_setting('app.network', true), '')::int AND 'jointMeetingMember' = ANY (m.roles)
    AND m.from_at <= app.acting_now() AND (m.until_at IS NULL OR m.until_at > app.acting_now())
  GROUP BY m.person_id ORDER BY 3, 2, 1
$$;
--> statement-breakpoint
-- How far the duties of the joint meeting's resolutions are: all of them for the centre and for whoever sits there, who read who is late and nothing of what was
-- reported; its own for whoever is responsible.
CREATE FUNCTION app.resolution_duties(resolution_ids uuid[])
RETURNS TABLE (resolution_id uuid, assignment_id uuid, number text, tenant_id uuid, tenant_name text, tenant_short_name text, tier text, kind text, state text, due_at timestamptz,
  over_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH me AS (
    SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant,
           nullif(current_setting('app.person', true), '')::uuid AS person
  ), whole AS (
    SELECT EXISTS (SELECT 1 FROM me JOIN public.tenant t ON t.network_id = me.network AND t.id = me.tenant AND t.depth = 0)
        OR EXISTS (SELECT 1 FROM me JOIN public.joint_seat s ON s.network_id = me.network AND s.ended_at IS NULL AND me.person = ANY (s.person_ids) WHERE me.tenant IS NOT NULL) AS sees
  )
  SELECT a.resolution_id, a.id, a.number, t.id, t.name, t.short_name, t.tier, t.kind, a.state, a.due_at, a.over_at
  FROM me CROSS JOIN whole JOIN public.assignment a ON a.network_id = me.network AND a.resolution_id = ANY (resolution_ids) AND (whole.sees OR a.tenant_id = me.tenant)
  JOIN public.tenant t ON t.network_id = a.network_id AND t.id = a.tenant_id
  ORDER BY a.number
$$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  REVOKE EXECUTE ON FUNCTION app.keep_assignment() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.keep_assignment() TO fuqiao_app, fuqiao_system;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['joint_members()', 'resolution_duties(uuid[])']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
