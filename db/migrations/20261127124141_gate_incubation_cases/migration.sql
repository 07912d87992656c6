ALTER TABLE incubation_call FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE incubation_case FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE case_task FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE case_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE case_paper FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE case_service FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE residency_agreement FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE case_notice FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE case_objection FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON incubation_call, incubation_case, case_task, residency_agreement TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON case_event, case_service, case_notice TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON case_paper TO fuqiao_app;
--> statement-breakpoint
-- An objection is written by the public, through the server; an incubator answers it and changes nothing else of it.
GRANT SELECT, UPDATE (answer, answered_at, answered_by_name) ON case_objection TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON incubation_call, incubation_case, case_task, case_event, case_paper, case_service, residency_agreement, case_notice, case_objection TO fuqiao_system;
--> statement-breakpoint
-- Whose way it is, and where it leads, stays; what the applicant said is its own to change, or its incubator's officer's in its name. A case that ended stays ended.
CREATE FUNCTION app.keep_incubation_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF (OLD.tenant_id, OLD.organisation_id, OLD.call_id, OLD.referral_id, OLD.is_by_organisation, OLD.created_at)
     IS DISTINCT FROM
     (NEW.tenant_id, NEW.organisation_id, NEW.call_id, NEW.referral_id, NEW.is_by_organisation, NEW.created_at)
     OR (OLD.number IS NOT NULL AND OLD.number IS DISTINCT FROM NEW.number)
     OR (OLD.state <> 'draft' AND (OLD.organisation_name, OLD.submitted_at) IS DISTINCT FROM (NEW.organisation_name, NEW.submitted_at)) THEN
    RAISE EXCEPTION 'whose case it is stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state = 'ended' AND (NEW.state, NEW.outcome, NEW.end_reason, NEW.ended_at) IS DISTINCT FROM (OLD.state, OLD.outcome, OLD.end_reason, OLD.ended_at) THEN
    RAISE EXCEPTION 'what ended stays ended' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.application IS DISTINCT FROM NEW.application AND (OLD.state NOT IN ('draft', 'entry')
     OR (acting_tenant IS NOT NULL AND acting_tenant IS DISTINCT FROM OLD.tenant_id)) THEN
    RAISE EXCEPTION 'an application is its applicant''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_incubation_case BEFORE UPDATE ON incubation_case FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_incubation_case();
--> statement-breakpoint
-- What was done to a case is not done again, and stays as it was recorded.
CREATE FUNCTION app.keep_case_task() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.state IN ('done', 'cancelled') OR (OLD.case_id, OLD.kind, OLD.step_id, OLD.ordinal, OLD.holder) IS DISTINCT FROM (NEW.case_id, NEW.kind, NEW.step_id, NEW.ordinal, NEW.holder) THEN
    RAISE EXCEPTION 'what was done to a case stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_case_task BEFORE UPDATE ON case_task FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_case_task();
--> statement-breakpoint
-- An agreement is signed as it was issued, by each side for itself; the incubator keeps the paper that the organisation signed.
CREATE FUNCTION app.keep_residency_agreement() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF (OLD.case_id, OLD.number, OLD.clauses, OLD.months, OLD.digest, OLD.issued_at) IS DISTINCT FROM (NEW.case_id, NEW.number, NEW.clauses, NEW.months, NEW.digest, NEW.issued_at)
     OR (OLD.tenant_signature IS NOT NULL AND OLD.tenant_signature IS DISTINCT FROM NEW.tenant_signature)
     OR (OLD.organisation_signature IS NOT NULL AND OLD.organisation_signature IS DISTINCT FROM NEW.organisation_signature) THEN
    RAISE EXCEPTION 'what was signed stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.tenant_signature IS DISTINCT FROM NEW.tenant_signature AND acting_tenant IS DISTINCT FROM OLD.tenant_id
     OR OLD.organisation_signature IS DISTINCT FROM NEW.organisation_signature AND acting_tenant IS NOT NULL
        AND (acting_tenant <> OLD.tenant_id OR NEW.organisation_signature ->> 'method' <> 'paper') THEN
    RAISE EXCEPTION 'each side signs for itself' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_residency_agreement BEFORE UPDATE ON residency_agreement FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_residency_agreement();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_incubation_case(), app.keep_case_task(), app.keep_residency_agreement() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_incubation_case(), app.keep_case_task(), app.keep_residency_agreement() TO fuqiao_app, fuqiao_system;
