-- The world beyond one party's sight, as before, and how often the chain failed. A target that declined or let it expire counts as visited: it is
-- not asked twice.
DROP FUNCTION app.referral_world(uuid);
--> statement-breakpoint
CREATE FUNCTION app.referral_world(referral_id uuid)
RETURNS TABLE (
  sender_holds_custody boolean,
  sender_holds_grant boolean,
  sender_is_superior_of_chain boolean,
  chain_tenant_ids uuid[],
  open_target_ids uuid[],
  other_hand_over_open boolean,
  target_takes_referrals boolean,
  failed_before int
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH me AS (
    SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant,
           nullif(current_setting('app.organisation', true), '')::uuid AS organisation
  ), r AS (
    SELECT x.* FROM public.referral x, me
    WHERE x.network_id = me.network AND x.id = referral_world.referral_id
      AND (x.from_tenant_id = me.tenant OR (x.submitted_at IS NOT NULL AND (x.to_tenant_id = me.tenant OR x.desk_tenant_id = me.tenant))
           OR (x.state <> 'draft' AND x.organisation_id = me.organisation))
  ), visited AS (
    SELECT DISTINCT t.id, t.scope_key
    FROM r JOIN public.referral c ON c.network_id = r.network_id AND c.chain_id = r.chain_id AND c.id <> r.id
      AND c.submitted_at IS NOT NULL AND c.state NOT IN ('withdrawn', 'voided')
    JOIN public.tenant t ON t.network_id = r.network_id AND t.id IN (c.from_tenant_id, c.to_tenant_id)
  ), others AS (
    SELECT o.to_tenant_id, o.mode
    FROM r JOIN public.referral o ON o.network_id = r.network_id AND o.organisation_id = r.organisation_id AND o.id <> r.id
      AND o.submitted_at IS NOT NULL AND o.state NOT IN ('closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided')
  )
  SELECT
    EXISTS (SELECT 1 FROM public.organisation o WHERE o.network_id = r.network_id AND o.id = r.organisation_id AND o.tenant_id = r.from_tenant_id),
    EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = r.network_id AND g.tenant_id = r.from_tenant_id AND g.organisation_id = r.organisation_id
              AND g.ended_at IS NULL AND g.from_at <= app.acting_now() AND g.until_at > app.acting_now()),
    NOT EXISTS (SELECT 1 FROM visited v, public.tenant s WHERE s.network_id = r.network_id AND s.id = r.from_tenant_id
                  AND v.scope_key NOT BETWEEN s.scope_key AND s.scope_high),
    coalesce((SELECT array_agg(v.id) FROM visited v), '{}'),
    coalesce((SELECT array_agg(DISTINCT o.to_tenant_id) FROM others o), '{}'),
    EXISTS (SELECT 1 FROM others o WHERE o.mode = 'handOver'),
    EXISTS (SELECT 1 FROM public.tenant t LEFT JOIN public.capability c ON c.network_id = t.network_id AND c.tenant_id = t.id
              WHERE t.network_id = r.network_id AND t.id = r.to_tenant_id AND t.status = 'active' AND coalesce(c.takes_referrals, true)),
    (SELECT count(*)::int FROM public.referral f WHERE f.network_id = r.network_id AND f.chain_id = r.chain_id AND f.hop < r.hop AND f.state IN ('declined', 'expired'))
  FROM r
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.similar_organisations(referral_id uuid)
RETURNS TABLE (id uuid, reason text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  subject record;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_low bigint := nullif(current_setting('app.low', true), '')::bigint;
  acting_high bigint := nullif(current_setting('app.high', true), '')::bigint;
BEGIN
  SELECT o.id, o.credit_code, app.search_grams(acting_network, o.name) AS pieces INTO subject
  FROM public.referral r JOIN public.organisation o ON o.network_id = r.network_id AND o.id = r.organisation_id
  WHERE r.network_id = acting_network AND r.id = similar_organisations.referral_id AND r.submitted_at IS NOT NULL
    AND r.to_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND r.state IN ('submitted', 'dispatched', 'acknowledged', 'informationRequested', 'waitlisted');
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY
    SELECT s.id, min(s.reason) FROM (
      SELECT o.id, 'creditCode' AS reason FROM public.organisation o
      WHERE o.network_id = acting_network AND o.credit_code = subject.credit_code AND o.scope_key BETWEEN acting_low AND acting_high
      UNION ALL
      SELECT o.id, 'name' FROM public.organisation o
      WHERE o.network_id = acting_network AND o.grams @> subject.pieces AND o.scope_key BETWEEN acting_low AND acting_high
    ) s WHERE s.id <> subject.id GROUP BY s.id ORDER BY min(s.reason), s.id LIMIT 20;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.grant_by_consent(consent_id uuid, grant_id uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.dossier_grant (network_id, id, tenant_id, organisation_id, granted_by_tenant_id, referral_id, sections, personal, from_at, until_at)
  SELECT c.network_id, grant_by_consent.grant_id, c.recipient_tenant_id, c.organisation_id, c.from_tenant_id, c.referral_id, c.sections, c.personal,
         app.acting_now(), (c.until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  FROM public.consent c JOIN public.referral r ON r.network_id = c.network_id AND r.id = c.referral_id
  WHERE c.network_id = nullif(current_setting('app.network', true), '')::int AND c.id = grant_by_consent.consent_id
    AND c.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid AND c.state = 'signed'
    AND r.to_tenant_id = c.recipient_tenant_id AND r.state IN ('accepted', 'active', 'onHold', 'returnRequested')
    AND c.sections <@ r.sections AND (r.personal OR NOT c.personal)
    AND NOT EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = c.network_id AND g.referral_id = r.id AND g.ended_at IS NULL);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no signed consent to grant by' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.referrals_of_retiring(retiring uuid)
RETURNS SETOF public.referral
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  IF nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint IS DISTINCT FROM 281474976710655 THEN
    RAISE EXCEPTION 'only the centre at the top of a network reassigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    SELECT r.* FROM public.referral r
    WHERE r.network_id = acting_network AND (r.state NOT IN ('closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided') OR r.holder IS NOT NULL)
      AND (r.from_tenant_id = retiring OR r.to_tenant_id = retiring OR r.desk_tenant_id = retiring)
    ORDER BY r.id FOR UPDATE;
END $$;
--> statement-breakpoint
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
                                       WHEN 'target' THEN CASE WHEN r.to_tenant_id = retiring THEN heir ELSE r.to_tenant_id END
                                       WHEN 'desk' THEN CASE WHEN r.desk_tenant_id = retiring THEN heir ELSE r.desk_tenant_id END END,
      version = r.version + 1, updated_at = app.acting_now(),
      direction = CASE WHEN p."isRecalled" THEN NULL ELSE r.direction END,
      submitted_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.submitted_at END,
      acknowledged_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.acknowledged_at END,
      acknowledged_by_name = CASE WHEN p."isRecalled" THEN NULL ELSE r.acknowledged_by_name END,
      consent_until = CASE WHEN p."isRecalled" THEN NULL ELSE r.consent_until END,
      consent_signed_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.consent_signed_at END,
      kind = CASE WHEN p."isRecalled" THEN 'refer' ELSE r.kind END,
      information_rounds = CASE WHEN p."isRecalled" THEN 0 ELSE r.information_rounds END,
      waitlisted_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.waitlisted_at END,
      expected_on = CASE WHEN p."isRecalled" THEN NULL ELSE r.expected_on END,
      dispatched_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.dispatched_at END,
      objected_at = CASE WHEN p."isRecalled" THEN NULL ELSE r.objected_at END,
      stood = CASE WHEN p."isRecalled" OR p.state <> r.state THEN NULL ELSE r.stood END,
      expires_at = CASE WHEN p.clock IS NULL THEN r.expires_at ELSE (p.clock ->> 'expiresAt')::timestamptz END,
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
--> statement-breakpoint
-- A closed referral is taken up again: its target reads anew what the organisation consented to, until a day within that consent. For either
-- party of the referral, in the transaction that reopens it.
CREATE FUNCTION app.reopen_grant(referral_id uuid, grant_id uuid, until date)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  INSERT INTO public.dossier_grant (network_id, id, tenant_id, organisation_id, granted_by_tenant_id, referral_id, sections, personal, from_at, until_at)
  SELECT c.network_id, reopen_grant.grant_id, r.to_tenant_id, c.organisation_id, r.from_tenant_id, r.id, c.sections, c.personal,
         app.acting_now(), (reopen_grant.until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  FROM public.referral r JOIN public.consent c ON c.network_id = r.network_id AND c.referral_id = r.id AND c.state = 'signed'
  WHERE r.network_id = acting_network AND r.id = reopen_grant.referral_id AND acting_tenant IN (r.from_tenant_id, r.to_tenant_id)
    AND r.state = 'active' AND r.updated_at = app.acting_now() AND c.recipient_tenant_id = r.to_tenant_id AND c.until >= reopen_grant.until
    AND NOT EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = r.network_id AND g.referral_id = r.id AND g.ended_at IS NULL);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no consent to grant anew by' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.organisation_serving s SET until_at = NULL
  WHERE s.network_id = acting_network AND s.referral_id = reopen_grant.referral_id AND s.until_at IS NOT NULL;
END $$;
--> statement-breakpoint
-- Custody goes back in the transaction that accepts a return, and only there: from the target that took it to the sender that gave it.
CREATE FUNCTION app.return_custody(referral_id uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  r public.referral;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  place bigint;
BEGIN
  SELECT * INTO r FROM public.referral x WHERE x.network_id = acting_network AND x.id = return_custody.referral_id FOR UPDATE;
  IF NOT FOUND OR acting_tenant IS NULL OR acting_tenant NOT IN (r.from_tenant_id, coalesce(r.desk_tenant_id, r.from_tenant_id))
     OR r.mode <> 'handOver' OR r.state <> 'returned' OR r.updated_at <> app.acting_now() THEN
    RAISE EXCEPTION 'custody goes back only with an accepted return' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT t.scope_key INTO place FROM public.tenant t WHERE t.network_id = acting_network AND t.id = r.from_tenant_id;
  UPDATE public.organisation o SET tenant_id = r.from_tenant_id, scope_key = place, reporting_tenant_id = r.from_tenant_id, version = o.version + 1, updated_at = app.acting_now()
  WHERE o.network_id = acting_network AND o.id = r.organisation_id AND o.tenant_id = r.to_tenant_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the target is no longer the custodian' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE public.dossier_section d SET tenant_id = r.from_tenant_id, scope_key = place WHERE d.network_id = acting_network AND d.organisation_id = r.organisation_id;
  UPDATE public.organisation_person p SET tenant_id = r.from_tenant_id, scope_key = place WHERE p.network_id = acting_network AND p.organisation_id = r.organisation_id;
  UPDATE public.attachment f SET tenant_id = r.from_tenant_id, scope_key = place WHERE f.network_id = acting_network AND f.organisation_id = r.organisation_id AND f.purpose = 'document';
END $$;
--> statement-breakpoint
-- A revoked consent ends what hangs on it: the later hops of its chain are revoked with it, and every sight of them ends now. For the organisation
-- that revokes, and for the sender that takes down its word, in the transaction that revokes the first. Answers the hops as they stood.
CREATE FUNCTION app.revoke_later_hops(referral_id uuid)
RETURNS SETOF public.referral
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  root public.referral;
  hop public.referral;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  SELECT * INTO root FROM public.referral x
  WHERE x.network_id = acting_network AND x.id = revoke_later_hops.referral_id AND x.state = 'consentRevoked' AND x.updated_at = app.acting_now()
    AND (x.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid OR x.from_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only a consent that is revoked now ends later hops' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR hop IN
    SELECT x.* FROM public.referral x
    WHERE x.network_id = acting_network AND x.chain_id = root.chain_id AND x.hop > root.hop AND x.organisation_id = root.organisation_id
      AND x.state NOT IN ('draft', 'awaitingConsent', 'closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided')
    ORDER BY x.hop, x.id FOR UPDATE
  LOOP
    UPDATE public.referral x SET state = 'consentRevoked', holder = NULL, holder_tenant_id = NULL, version = x.version + 1, updated_at = app.acting_now(),
      consent_signed_at = NULL, consent_until = NULL, escalation_level = 0, due_rule = NULL, due_at = NULL, clock_started_at = NULL, calendar_version = NULL,
      next_clock_at = NULL, expires_at = NULL, stood = NULL
    WHERE x.network_id = acting_network AND x.id = hop.id;
    UPDATE public.consent c SET state = 'revoked', answered_at = app.acting_now()
    WHERE c.network_id = acting_network AND c.referral_id = hop.id AND c.state IN ('asked', 'signed');
    UPDATE public.dossier_grant g SET ended_at = app.acting_now(), end_reason = 'revokeConsent'
    WHERE g.network_id = acting_network AND g.referral_id = hop.id AND g.ended_at IS NULL;
    RETURN NEXT hop;
  END LOOP;
END $$;
--> statement-breakpoint
-- A superior assigns (派单) what failed to another target: the draft that stands in its stead is the sender's, who asks the organisation for its
-- consent to the new recipient. For the desk of the failed referral, in the transaction that settles it. Answers the draft's number.
CREATE FUNCTION app.draft_assignment(referral_id uuid, draft jsonb)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  r public.referral;
  sender public.tenant;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  in_year int := extract(year FROM app.acting_now() AT TIME ZONE 'Asia/Shanghai')::int;
  counted int;
  given text;
BEGIN
  SELECT * INTO r FROM public.referral x WHERE x.network_id = acting_network AND x.id = draft_assignment.referral_id;
  IF NOT FOUND OR r.desk_tenant_id IS DISTINCT FROM nullif(current_setting('app.tenant', true), '')::uuid OR r.state NOT IN ('declined', 'expired')
     OR r.settled_at IS DISTINCT FROM app.acting_now() THEN
    RAISE EXCEPTION 'only the desk of a failed referral assigns it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO sender FROM public.tenant t WHERE t.network_id = acting_network AND t.id = r.from_tenant_id;
  INSERT INTO public.number_counter (network_id, tenant_id, name, year, value) VALUES (acting_network, r.from_tenant_id, 'referral', in_year, 1)
  ON CONFLICT (network_id, tenant_id, name, year) DO UPDATE SET value = number_counter.value + 1 RETURNING value INTO counted;
  given := in_year || '-' || sender.division_code || '-' || lpad(counted::text, 4, '0');
  INSERT INTO public.referral (network_id, id, number, letter_code, kind, mode, chain_id, hop, parent_id, organisation_id, from_tenant_id, to_tenant_id, state, holder,
    holder_tenant_id, need, need_text, purpose, sections, personal, grant_until, other_reason, created_by_person_id, created_by_name, created_at, updated_at,
    due_rule, due_at, clock_started_at, calendar_version, next_clock_at)
  VALUES (acting_network, (draft ->> 'id')::uuid, given, draft ->> 'letterCode', 'dispatch', r.mode, r.chain_id, r.hop + 1, r.id, r.organisation_id, r.from_tenant_id,
    (draft ->> 'toTenantId')::uuid, 'draft', 'sender', r.from_tenant_id, r.need, r.need_text, r.purpose, r.sections, r.personal, r.grant_until, draft ->> 'reason',
    (draft ->> 'personId')::uuid, draft ->> 'personName', app.acting_now(), app.acting_now(), draft ->> 'dueRule', (draft ->> 'dueAt')::timestamptz, app.acting_now(),
    draft ->> 'calendarVersion', (draft ->> 'nextAt')::timestamptz);
  RETURN given;
END $$;
--> statement-breakpoint
-- The desk changes what failed, is disputed or is to be returned late, and nothing else: a policy does not see the old row beside the new.
CREATE FUNCTION app.keep_from_the_desk() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_user = 'fuqiao_app' AND OLD.desk_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
     AND OLD.desk_tenant_id <> OLD.from_tenant_id AND OLD.desk_tenant_id <> OLD.to_tenant_id
     AND OLD.state NOT IN ('declined', 'expired', 'disputed', 'returnRequested') THEN
    RAISE EXCEPTION 'the desk acts on what failed, is disputed or is to be returned' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_from_the_desk BEFORE UPDATE ON referral FOR EACH ROW EXECUTE FUNCTION app.keep_from_the_desk();
--> statement-breakpoint
-- What stands when these columns come: a target that took a referral took it when it decided.
UPDATE referral SET accepted_at = decided_at WHERE state IN ('accepted', 'active', 'outcomeReported', 'closed');
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.referral_world(uuid), app.reopen_grant(uuid, uuid, date), app.return_custody(uuid), app.revoke_later_hops(uuid), app.draft_assignment(uuid, jsonb), app.keep_from_the_desk() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.referral_world(uuid), app.reopen_grant(uuid, uuid, date), app.return_custody(uuid), app.revoke_later_hops(uuid), app.draft_assignment(uuid, jsonb), app.keep_from_the_desk() TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.referral_world(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.reopen_grant(uuid, uuid, date) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.return_custody(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.revoke_later_hops(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.draft_assignment(uuid, jsonb) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
