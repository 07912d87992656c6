ALTER TABLE case_archive_document FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON case_archive_document TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON case_archive_document TO fuqiao_system;
--> statement-breakpoint
-- As before, and the mark of an archive stays with the digest it was given.
CREATE OR REPLACE FUNCTION app.keep_incubation_case() RETURNS trigger
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
  IF OLD.archive_digest IS NOT NULL AND (NEW.archive_digest, NEW.archived_at) IS DISTINCT FROM (OLD.archive_digest, OLD.archived_at) THEN
    RAISE EXCEPTION 'what was put away stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.application IS DISTINCT FROM NEW.application AND (OLD.state NOT IN ('draft', 'entry')
     OR (acting_tenant IS NOT NULL AND acting_tenant IS DISTINCT FROM OLD.tenant_id)) THEN
    RAISE EXCEPTION 'an application is its applicant''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
