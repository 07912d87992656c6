ALTER TABLE report_round FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE report FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE report_draft FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE report_submission FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE report_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE report_restatement FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE report_sample FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Who owes what is written by the worker alone. What was handed in, noted down and restated is never rewritten, by anybody.
GRANT SELECT ON report, report_draft, report_submission, report_event, report_restatement, report_sample TO fuqiao_app;
--> statement-breakpoint
GRANT INSERT ON report_draft, report_submission, report_event, report_restatement, report_sample TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (state, version, next_look_at, submitted_at, settled_at, remarks, updated_at) ON report TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (figures, known_on, compiled_at, narrative, appraisals, version, person_name, updated_at) ON report_draft TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (finding, words, found_by_name, found_at) ON report_sample TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON report_round, report TO fuqiao_system;
--> statement-breakpoint
GRANT SELECT, INSERT ON report_draft, report_submission, report_event, report_restatement, report_sample TO fuqiao_system;
--> statement-breakpoint
-- Each hand moves a report through its own part, and what is settled stays: a policy does not see the old row beside the new.
CREATE FUNCTION app.keep_report() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  is_maker boolean := OLD.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF NEW.state <> OLD.state AND NOT (CASE
       WHEN OLD.state IN ('draft', 'returned') AND NEW.state = 'submitted' THEN is_maker
       -- Nobody is above the top of a network.
       WHEN OLD.state IN ('draft', 'returned') AND NEW.state = 'accepted' THEN is_maker
         AND EXISTS (SELECT 1 FROM public.tenant t WHERE t.network_id = OLD.network_id AND t.id = OLD.tenant_id AND t.parent_id IS NULL)
       WHEN OLD.state = 'submitted' AND NEW.state IN ('accepted', 'returned') THEN NOT is_maker
       WHEN OLD.state IN ('draft', 'returned') AND NEW.state = 'excused' THEN NOT is_maker
       ELSE false END)
     OR OLD.remarks <> NEW.remarks AND is_maker
     OR (OLD.submitted_at IS DISTINCT FROM NEW.submitted_at) AND NOT is_maker
     OR OLD.settled_at IS NOT NULL AND OLD.settled_at <> NEW.settled_at THEN
    RAISE EXCEPTION 'each hand moves a report through its own part' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_report BEFORE UPDATE ON report FOR EACH ROW WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_report();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_report() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_report() TO fuqiao_app, fuqiao_system;
