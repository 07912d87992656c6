-- Applications count too, where and when they were submitted.
CREATE OR REPLACE FUNCTION app.facts_of_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before public.incubation_case;
BEGIN
  IF TG_OP = 'UPDATE' THEN before := OLD; END IF;
  IF before.submitted_at IS NULL AND NEW.submitted_at IS NOT NULL THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseApplied', NEW.organisation_kind, app.day_of(NEW.submitted_at), 1, NEW.organisation_id, NEW.id, NEW.updated_at);
  END IF;
  IF before.admitted_on IS DISTINCT FROM NEW.admitted_on THEN
    PERFORM app.note_fact(before.network_id, before.tenant_id, 'caseAdmitted', before.organisation_kind, before.admitted_on, -1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE before.admitted_on IS NOT NULL;
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseAdmitted', NEW.organisation_kind, NEW.admitted_on, 1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE NEW.admitted_on IS NOT NULL;
  END IF;
  IF (before.state = 'resident', before.tenant_id) IS DISTINCT FROM (NEW.state = 'resident', NEW.tenant_id) THEN
    PERFORM app.note_fact(before.network_id, before.tenant_id, 'caseResident', before.organisation_kind, app.day_of(NEW.updated_at), -1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE before.state = 'resident';
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseResident', NEW.organisation_kind,
      CASE WHEN before.state = 'resident' THEN app.day_of(NEW.updated_at) ELSE coalesce(NEW.admitted_on, app.day_of(NEW.updated_at)) END, 1, NEW.organisation_id, NEW.id, NEW.updated_at)
    WHERE NEW.state = 'resident';
  END IF;
  IF before.outcome IS DISTINCT FROM NEW.outcome AND NEW.outcome IN ('graduated', 'exited', 'terminated') THEN
    PERFORM app.note_fact(NEW.network_id, NEW.tenant_id, 'caseLeft', NEW.outcome, app.day_of(NEW.updated_at), 1, NEW.organisation_id, NEW.id, NEW.updated_at);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER note_facts ON incubation_case;
--> statement-breakpoint
CREATE TRIGGER note_facts AFTER INSERT OR UPDATE OF tenant_id, submitted_at, admitted_on, state, outcome ON incubation_case FOR EACH ROW EXECUTE FUNCTION app.facts_of_case();
--> statement-breakpoint
-- Those of before count where the case was admitted first, if it has moved since, and else where it stands.
INSERT INTO fact (network_id, tenant_id, scope_key, kind, detail, on_day, amount, subject_id, source_id, recorded_at, line)
SELECT c.network_id, t.id, t.scope_key, 'caseApplied', c.organisation_kind, app.day_of(c.submitted_at), 1, c.organisation_id, c.id, c.submitted_at, app.line_then(c.network_id, t.id, app.day_of(c.submitted_at))
FROM incubation_case c
LEFT JOIN LATERAL (
  SELECT f.tenant_id FROM fact f WHERE f.network_id = c.network_id AND f.source_id = c.id AND f.subject_id = c.organisation_id AND f.kind = 'caseAdmitted' AND f.amount > 0 ORDER BY f.id LIMIT 1
) a ON true
JOIN tenant t ON t.network_id = c.network_id AND t.id = coalesce(a.tenant_id, c.tenant_id)
WHERE c.submitted_at IS NOT NULL;
