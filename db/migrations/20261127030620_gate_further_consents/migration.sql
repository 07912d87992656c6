ALTER TABLE "referral_supplement" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON "referral_supplement" TO "fuqiao_app";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "referral_supplement" TO "fuqiao_system";
--> statement-breakpoint
-- Questions that are open when the column comes.
UPDATE referral r SET asked_section = (
  SELECT e.data ->> 'section' FROM referral_event e
  WHERE e.network_id = r.network_id AND e.referral_id = r.id AND e.action = 'requestInformation' ORDER BY e.seq DESC LIMIT 1)
WHERE r.state = 'informationRequested';
--> statement-breakpoint
-- The sender answers a question with what the organisation consented to beside: from here on that belongs to what goes to the target. What was submitted is
-- frozen for everybody else; this door adds what a signed consent of this round names, to the same target until the same day, in the transaction that
-- answers and seals it.
CREATE FUNCTION app.widen_by_consent(consent_id uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  UPDATE public.referral r SET
    sections = r.sections || array(SELECT s FROM unnest(c.sections) AS s WHERE s <> ALL (r.sections)),
    personal = r.personal OR c.personal
  FROM public.consent c
  WHERE c.network_id = acting_network AND c.id = widen_by_consent.consent_id AND c.state = 'signed' AND c.from_tenant_id = acting_tenant
    AND r.network_id = c.network_id AND r.id = c.referral_id AND r.from_tenant_id = acting_tenant AND r.to_tenant_id = c.recipient_tenant_id
    AND r.information_rounds = c.information_round AND r.grant_until = c.until AND r.state = 'acknowledged' AND r.updated_at = app.acting_now()
    AND EXISTS (SELECT 1 FROM public.referral_supplement s WHERE s.network_id = c.network_id AND s.consent_id = c.id AND s.sealed_at = app.acting_now());
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an answer adds what was consented to beside' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.widen_by_consent(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.widen_by_consent(uuid) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.widen_by_consent(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
--> statement-breakpoint
-- As before; the target reads anew what all the signed consents together name: a further one stands beside the first.
CREATE OR REPLACE FUNCTION app.reopen_grant(referral_id uuid, grant_id uuid, until date)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  INSERT INTO public.dossier_grant (network_id, id, tenant_id, organisation_id, granted_by_tenant_id, referral_id, sections, personal, from_at, until_at)
  SELECT r.network_id, reopen_grant.grant_id, r.to_tenant_id, r.organisation_id, r.from_tenant_id, r.id, s.sections, s.personal,
         app.acting_now(), (reopen_grant.until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  FROM public.referral r CROSS JOIN LATERAL (
    SELECT array(SELECT x FROM unnest(r.sections) AS x WHERE x IN (SELECT unnest(c.sections) FROM public.consent c
             WHERE c.network_id = r.network_id AND c.referral_id = r.id AND c.state = 'signed' AND c.recipient_tenant_id = r.to_tenant_id
               AND c.until >= reopen_grant.until)) AS sections,
           r.personal AND EXISTS (SELECT 1 FROM public.consent c
             WHERE c.network_id = r.network_id AND c.referral_id = r.id AND c.state = 'signed' AND c.recipient_tenant_id = r.to_tenant_id
               AND c.until >= reopen_grant.until AND c.personal) AS personal
  ) s
  WHERE r.network_id = acting_network AND r.id = reopen_grant.referral_id AND acting_tenant IN (r.from_tenant_id, r.to_tenant_id)
    AND r.state = 'active' AND r.updated_at = app.acting_now() AND s.sections <> '{}'
    AND NOT EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = r.network_id AND g.referral_id = r.id AND g.ended_at IS NULL);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no consent to grant anew by' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.organisation_serving s SET until_at = NULL
  WHERE s.network_id = acting_network AND s.referral_id = reopen_grant.referral_id AND s.until_at IS NOT NULL;
END $$;
