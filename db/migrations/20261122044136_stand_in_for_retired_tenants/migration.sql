-- A number that the heir has given already gets an ending; what a suspended sender was about to send goes into the custody of its superior.
-- Carries out what the rules said of each of those referrals: parties, state and clock as given; consent, snapshot and grants follow.
-- `consent`: keep (the successor stands in for the recipient), renew (asked again for the new recipient), or null. `grants`: carry, end, or null.
CREATE OR REPLACE FUNCTION app.stand_in(retiring uuid, heir uuid, plans jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  p record;
  place bigint;
BEGIN
  IF nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint IS DISTINCT FROM 281474976710655 THEN
    RAISE EXCEPTION 'only the centre at the top of a network reassigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR p IN
    SELECT * FROM jsonb_to_recordset(plans) AS x(id uuid, version int, state text, holder text, "isRecalled" boolean, "takesCustody" boolean, clock jsonb, consent text,
      "consentId" uuid, "shownDigest" text, "textVersion" text, grants text)
  LOOP
    UPDATE public.referral r SET
      from_tenant_id = CASE WHEN r.from_tenant_id = retiring THEN heir ELSE r.from_tenant_id END,
      to_tenant_id = CASE WHEN r.to_tenant_id = retiring THEN heir ELSE r.to_tenant_id END,
      desk_tenant_id = CASE WHEN p."isRecalled" THEN NULL WHEN r.desk_tenant_id = retiring THEN heir ELSE r.desk_tenant_id END,
      number = CASE WHEN r.from_tenant_id = retiring AND EXISTS (SELECT 1 FROM public.referral x
          WHERE x.network_id = acting_network AND x.from_tenant_id = heir AND x.number = r.number) THEN r.number || '-' || right(r.id::text, 4) ELSE r.number END,
      state = p.state, holder = p.holder,
      holder_tenant_id = CASE p.holder WHEN 'sender' THEN CASE WHEN r.from_tenant_id = retiring THEN heir ELSE r.from_tenant_id END
                                       WHEN 'target' THEN CASE WHEN r.to_tenant_id = retiring THEN heir ELSE r.to_tenant_id END END,
      version = r.version + 1, updated_at = app.acting_now(),
      direction = CASE WHEN p."isRecalled" THEN NULL ELSE r.direction END,
      submitted_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.submitted_at END,
      acknowledged_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.acknowledged_at END,
      acknowledged_by_name = CASE WHEN p."isRecalled" THEN NULL ELSE r.acknowledged_by_name END,
      consent_until = CASE WHEN p."isRecalled" THEN NULL ELSE r.consent_until END,
      consent_signed_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.consent_signed_at END,
      closed_at = CASE WHEN p.state = 'closed' THEN app.acting_now() ELSE r.closed_at END,
      escalation_level = CASE WHEN p.clock IS NULL THEN r.escalation_level ELSE 0 END,
      due_rule = CASE WHEN p.clock IS NULL THEN r.due_rule ELSE p.clock ->> 'rule' END,
      due_at = CASE WHEN p.clock IS NULL THEN r.due_at ELSE (p.clock ->> 'dueAt')::timestamptz END,
      clock_started_at = CASE WHEN p.clock IS NULL THEN r.clock_started_at WHEN p.clock ->> 'rule' IS NOT NULL THEN app.acting_now() END,
      calendar_version = CASE WHEN p.clock IS NULL THEN r.calendar_version ELSE p.clock ->> 'calendarVersion' END,
      next_clock_at = CASE WHEN p.clock IS NULL THEN r.next_clock_at ELSE (p.clock ->> 'nextAt')::timestamptz END
    WHERE r.network_id = acting_network AND r.id = p.id AND r.version = p.version
      AND retiring IN (r.from_tenant_id, r.to_tenant_id, r.desk_tenant_id);
    IF NOT FOUND THEN RAISE EXCEPTION 'the referral changed meanwhile' USING ERRCODE = 'serialization_failure'; END IF;
    IF p."takesCustody" THEN
      SELECT t.scope_key INTO place FROM public.tenant t WHERE t.network_id = acting_network AND t.id = heir;
      UPDATE public.organisation o SET tenant_id = heir, scope_key = place, reporting_tenant_id = heir, version = o.version + 1, updated_at = app.acting_now()
      FROM public.referral r WHERE r.network_id = acting_network AND r.id = p.id AND o.network_id = acting_network AND o.id = r.organisation_id AND o.tenant_id = retiring;
      IF FOUND THEN
        UPDATE public.dossier_section d SET tenant_id = heir, scope_key = place
        FROM public.referral r WHERE r.network_id = acting_network AND r.id = p.id AND d.network_id = acting_network AND d.organisation_id = r.organisation_id;
        UPDATE public.organisation_person d SET tenant_id = heir, scope_key = place
        FROM public.referral r WHERE r.network_id = acting_network AND r.id = p.id AND d.network_id = acting_network AND d.organisation_id = r.organisation_id;
        UPDATE public.attachment d SET tenant_id = heir, scope_key = place
        FROM public.referral r WHERE r.network_id = acting_network AND r.id = p.id AND d.network_id = acting_network AND d.organisation_id = r.organisation_id AND d.purpose = 'document';
      END IF;
    END IF;

    UPDATE public.consent c SET from_tenant_id = heir WHERE c.network_id = acting_network AND c.referral_id = p.id AND c.from_tenant_id = retiring;
    UPDATE public.referral_snapshot s SET from_tenant_id = heir WHERE s.network_id = acting_network AND s.referral_id = p.id AND s.from_tenant_id = retiring;
    UPDATE public.dossier_grant g SET granted_by_tenant_id = heir
    WHERE g.network_id = acting_network AND g.referral_id = p.id AND g.granted_by_tenant_id = retiring;
    IF p.consent = 'keep' THEN
      UPDATE public.consent c SET recipient_tenant_id = heir
      WHERE c.network_id = acting_network AND c.referral_id = p.id AND c.recipient_tenant_id = retiring AND c.state IN ('asked', 'signed');
    ELSIF p.consent IN ('renew', 'setAside') THEN
      UPDATE public.consent c SET state = 'superseded' WHERE c.network_id = acting_network AND c.referral_id = p.id AND c.state IN ('asked', 'signed');
    END IF;
    IF p."isRecalled" THEN
      DELETE FROM public.referral_snapshot s WHERE s.network_id = acting_network AND s.referral_id = p.id;
    END IF;
    IF p.consent = 'renew' THEN
      INSERT INTO public.consent (network_id, id, referral_id, organisation_id, from_tenant_id, recipient_tenant_id, sections, personal, purpose, until,
                                  text_version, shown_digest, state, asked_at)
      SELECT r.network_id, p."consentId", r.id, r.organisation_id, r.from_tenant_id, r.to_tenant_id, r.sections, r.personal, r.purpose, r.grant_until,
             p."textVersion", p."shownDigest", 'asked', app.acting_now()
      FROM public.referral r WHERE r.network_id = acting_network AND r.id = p.id;
    END IF;
    IF p.grants = 'carry' THEN
      INSERT INTO public.dossier_grant (network_id, id, tenant_id, organisation_id, granted_by_tenant_id, referral_id, sections, personal, from_at, until_at)
      SELECT g.network_id, gen_random_uuid(), heir, g.organisation_id, g.granted_by_tenant_id, g.referral_id, g.sections, g.personal, app.acting_now(), g.until_at
      FROM public.dossier_grant g WHERE g.network_id = acting_network AND g.referral_id = p.id AND g.tenant_id = retiring AND g.ended_at IS NULL;
    END IF;
    IF p.grants IN ('carry', 'end') THEN
      UPDATE public.dossier_grant g SET ended_at = app.acting_now(), end_reason = CASE p.grants WHEN 'carry' THEN 'merged' ELSE 'tenantSuspended' END
      WHERE g.network_id = acting_network AND g.referral_id = p.id AND (g.tenant_id = retiring OR p.state = 'closed') AND g.ended_at IS NULL;
      UPDATE public.organisation_serving s SET until_at = app.acting_now()
      WHERE s.network_id = acting_network AND s.referral_id = p.id AND (s.tenant_id = retiring OR p.state = 'closed') AND s.until_at IS NULL AND p.grants = 'end';
      UPDATE public.organisation_serving s SET tenant_id = heir, scope_key = (SELECT t.scope_key FROM public.tenant t WHERE t.network_id = acting_network AND t.id = heir)
      WHERE s.network_id = acting_network AND s.referral_id = p.id AND s.tenant_id = retiring AND s.until_at IS NULL AND p.grants = 'carry';
    END IF;
  END LOOP;
END $$;
