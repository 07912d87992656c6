ALTER TABLE enquiry FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE enquiry_target FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE enquiry_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON enquiry, enquiry_target TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON enquiry_event TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON enquiry, enquiry_target, enquiry_event TO fuqiao_system;
--> statement-breakpoint
-- What was asked stays as it was asked, and what is settled stays settled; whose it is, the wall keeps.
CREATE FUNCTION app.keep_what_was_enquired() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (OLD.number, OLD.organisation_id, OLD.need, OLD.field, OLD.stage, OLD.division_code, OLD.question, OLD.asked_by_name, OLD.asked_at)
     IS DISTINCT FROM
     (NEW.number, NEW.organisation_id, NEW.need, NEW.field, NEW.stage, NEW.division_code, NEW.question, NEW.asked_by_name, NEW.asked_at)
     OR OLD.settled_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was asked is not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_what_was_enquired BEFORE UPDATE ON enquiry FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_what_was_enquired();
--> statement-breakpoint
-- A sheet has two hands: whoever was asked answers, the sender settles, and neither writes what is the other's; a policy does not know columns.
CREATE FUNCTION app.keep_own_part_of_sheet() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  -- A sheet that would be neither hand's any more is the wall's to refuse.
  IF (OLD.tenant_id, OLD.from_tenant_id) IS DISTINCT FROM (NEW.tenant_id, NEW.from_tenant_id) AND acting_tenant IN (NEW.tenant_id, NEW.from_tenant_id)
     OR (OLD.enquiry_id, OLD.number, OLD.need, OLD.field, OLD.stage, OLD.division_code, OLD.question, OLD.asked_by_name, OLD.asked_at, OLD.due_at)
     IS DISTINCT FROM
     (NEW.enquiry_id, NEW.number, NEW.need, NEW.field, NEW.stage, NEW.division_code, NEW.question, NEW.asked_by_name, NEW.asked_at, NEW.due_at)
     OR OLD.outcome IS NOT NULL THEN
    RAISE EXCEPTION 'what was asked is not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.answer, OLD.can_from, OLD.capacity, OLD.reason_code, OLD.words, OLD.answered_at, OLD.answered_by_name)
     IS DISTINCT FROM
     (NEW.answer, NEW.can_from, NEW.capacity, NEW.reason_code, NEW.words, NEW.answered_at, NEW.answered_by_name)
     AND OLD.tenant_id IS DISTINCT FROM acting_tenant THEN
    RAISE EXCEPTION 'an answer is given by whoever was asked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.outcome, OLD.outcome_at) IS DISTINCT FROM (NEW.outcome, NEW.outcome_at) AND OLD.from_tenant_id IS DISTINCT FROM acting_tenant THEN
    RAISE EXCEPTION 'an enquiry is settled by whoever asked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_own_part_of_sheet BEFORE UPDATE ON enquiry_target FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_own_part_of_sheet();
--> statement-breakpoint
-- How many enquiries the incubators of a range have asked and been asked, by how they stand: what a superior sees of them, and nothing else.
CREATE FUNCTION app.enquiry_counts(low bigint, high bigint)
RETURNS TABLE (side text, standing text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    SELECT 'sent', e.state, count(*)::int
    FROM public.tenant f JOIN public.enquiry e ON e.network_id = acting_network AND e.from_tenant_id = f.id
    WHERE f.network_id = acting_network AND f.scope_key BETWEEN low AND high GROUP BY 2
    UNION ALL
    SELECT 'asked', t.answer, count(*)::int
    FROM public.tenant a JOIN public.enquiry_target t ON t.network_id = acting_network AND t.tenant_id = a.id
    WHERE a.network_id = acting_network AND a.scope_key BETWEEN low AND high GROUP BY 2;
END $$;
--> statement-breakpoint
-- Needs that incubators of a range enquired about and that found nobody: everyone refused, or not everyone answered. Each need of an organisation
-- once: not while a later enquiry or a referral seeks it, and not beside a referral that counts as unmet itself. Counts alone.
CREATE FUNCTION app.unmet_enquiries(low bigint, high bigint, span bigint, since timestamptz, before timestamptz)
RETURNS TABLE (child bigint, need text, field text, area text, cause text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH found AS (
      SELECT f.scope_key, e.need, e.field, left(e.division_code, 6) AS area,
             CASE WHEN EXISTS (SELECT 1 FROM public.enquiry_target t WHERE t.network_id = acting_network AND t.enquiry_id = e.id AND t.answer IN ('awaited', 'unanswered'))
                  THEN 'enquiryUnanswered' ELSE 'enquiryRefused' END AS cause
      FROM public.tenant f JOIN public.enquiry e ON e.network_id = acting_network AND e.from_tenant_id = f.id
      WHERE f.network_id = acting_network AND f.scope_key BETWEEN low AND high AND e.state = 'nobody' AND e.settled_at >= since AND e.settled_at < before
        AND NOT EXISTS (SELECT 1 FROM public.enquiry_target t WHERE t.network_id = acting_network AND t.enquiry_id = e.id AND t.answer = 'can')
        AND NOT EXISTS (SELECT 1 FROM public.enquiry later WHERE later.network_id = acting_network AND later.organisation_id = e.organisation_id AND later.need = e.need
                          AND (later.asked_at, later.id) > (e.asked_at, e.id) AND later.state <> 'withdrawn')
        AND NOT EXISTS (SELECT 1 FROM public.referral r WHERE r.network_id = acting_network AND r.organisation_id = e.organisation_id AND r.need = e.need
                          AND r.submitted_at IS NOT NULL AND r.state <> 'voided'
                          AND (r.submitted_at > e.asked_at OR r.state IN ('declined', 'expired', 'failed')
                               OR (r.state = 'closed' AND (r.failure_code IS NOT NULL OR r.outcome_code = 'unmet'))))
    )
    SELECT low + ((f.scope_key - low) / span) * span, f.need, f.field, f.area, f.cause, count(*)::int FROM found f GROUP BY 1, 2, 3, 4, 5;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_what_was_enquired(), app.keep_own_part_of_sheet(), app.enquiry_counts(bigint, bigint),
  app.unmet_enquiries(bigint, bigint, bigint, timestamptz, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_what_was_enquired(), app.keep_own_part_of_sheet() TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.enquiry_counts(bigint, bigint), app.unmet_enquiries(bigint, bigint, bigint, timestamptz, timestamptz) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.enquiry_counts(bigint, bigint) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.unmet_enquiries(bigint, bigint, bigint, timestamptz, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
