-- What the rules must know of a referral beyond one party's sight (other senders' referrals of the same organisation, the chain before):
-- answered to a party of that referral alone, as facts and ids of tenants, never as rows.
CREATE FUNCTION app.referral_world(referral_id uuid)
RETURNS TABLE (
  sender_holds_custody boolean,
  sender_holds_grant boolean,
  sender_is_superior_of_chain boolean,
  chain_tenant_ids uuid[],
  open_target_ids uuid[],
  other_hand_over_open boolean,
  target_takes_referrals boolean
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
      AND c.state NOT IN ('draft', 'awaitingConsent', 'awaitingApproval', 'declined', 'withdrawn')
    JOIN public.tenant t ON t.network_id = r.network_id AND t.id IN (c.from_tenant_id, c.to_tenant_id)
  ), others AS (
    SELECT o.to_tenant_id, o.mode
    FROM r JOIN public.referral o ON o.network_id = r.network_id AND o.organisation_id = r.organisation_id AND o.id <> r.id
      AND o.state IN ('submitted', 'acknowledged', 'accepted', 'active', 'outcomeReported')
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
              WHERE t.network_id = r.network_id AND t.id = r.to_tenant_id AND t.status = 'active' AND coalesce(c.takes_referrals, true))
  FROM r
$$;
--> statement-breakpoint
-- Organisations in the target's own range that look like the one referred to it: the same credit code, or a name that holds the whole name.
-- Answers the target alone, while it decides; what it learns is its own rows and why they look alike.
CREATE FUNCTION app.similar_organisations(referral_id uuid)
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
    AND r.to_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND r.state IN ('submitted', 'acknowledged');
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
-- An organisation refuses what it was asked: the referral goes back to its sender as a draft, which the organisation sees no longer. The wall
-- lets no one write a row out of their own sight, so this door does, for the organisation that was asked and the version it saw.
CREATE FUNCTION app.refuse_consent(referral_id uuid, expected_version integer, clock jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE public.referral r SET
    state = 'draft', holder = 'sender', holder_tenant_id = r.from_tenant_id, version = r.version + 1, updated_at = app.acting_now(),
    consent_until = NULL, consent_signed_at = NULL, escalation_level = 0, due_rule = clock ->> 'rule', due_at = (clock ->> 'dueAt')::timestamptz,
    clock_started_at = app.acting_now(), calendar_version = clock ->> 'calendarVersion', next_clock_at = (clock ->> 'nextAt')::timestamptz
  WHERE r.network_id = nullif(current_setting('app.network', true), '')::int AND r.id = refuse_consent.referral_id
    AND r.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid AND r.state = 'awaitingConsent' AND r.version = expected_version;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the organisation that was asked can refuse' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint
-- The organisation consents anew while its referral runs with the incubator that stands in for a suspended one: the stand-in may look from now on.
CREATE FUNCTION app.grant_by_consent(consent_id uuid, grant_id uuid)
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
    AND r.to_tenant_id = c.recipient_tenant_id AND r.state IN ('accepted', 'active')
    AND c.sections <@ r.sections AND (r.personal OR NOT c.personal)
    AND NOT EXISTS (SELECT 1 FROM public.dossier_grant g WHERE g.network_id = c.network_id AND g.referral_id = r.id AND g.ended_at IS NULL);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no signed consent to grant by' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;
--> statement-breakpoint
-- How many referrals there are in a range of the tree, by what a superior may count. The range must lie inside the acting tenant's own; drafts
-- are nobody's but their sender's. `touching` counts each referral once, however many of its ends lie in the range.
CREATE FUNCTION app.referral_counts(low bigint, high bigint, since timestamptz DEFAULT NULL, before timestamptz DEFAULT NULL)
RETURNS TABLE (side text, tenant_id uuid, other_tier text, other_kind text, state text, direction text, mode text, is_overdue boolean, is_escalated boolean, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_low bigint := nullif(current_setting('app.low', true), '')::bigint;
  acting_high bigint := nullif(current_setting('app.high', true), '')::bigint;
BEGIN
  IF acting_low IS NULL OR acting_high IS NULL OR low IS NULL OR high IS NULL OR low < acting_low OR high > acting_high THEN
    RAISE EXCEPTION 'counts are for the acting tenant and those below it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    WITH counted AS MATERIALIZED (
      SELECT r.from_tenant_id, r.to_tenant_id, r.state, r.direction, r.mode, r.submitted_at,
             coalesce(r.due_at < app.acting_now(), false) AS is_overdue, r.escalation_level = 2 AS is_escalated,
             f.scope_key BETWEEN low AND high AS is_sent, r.submitted_at IS NOT NULL AND t.scope_key BETWEEN low AND high AS is_received,
             f.tier AS from_tier, f.kind AS from_kind, t.tier AS to_tier, t.kind AS to_kind
      FROM public.referral r
      JOIN public.tenant f ON f.network_id = r.network_id AND f.id = r.from_tenant_id
      LEFT JOIN public.tenant t ON t.network_id = r.network_id AND t.id = r.to_tenant_id
      WHERE r.network_id = acting_network AND r.state <> 'draft'
        AND (since IS NULL OR r.submitted_at >= since) AND (before IS NULL OR r.submitted_at < before)
    )
    SELECT 'sent', c.from_tenant_id, CASE WHEN c.submitted_at IS NOT NULL THEN c.to_tier END, CASE WHEN c.submitted_at IS NOT NULL THEN c.to_kind END,
           c.state, c.direction, c.mode, c.is_overdue, c.is_escalated, count(*) FROM counted c WHERE c.is_sent GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT 'received', c.to_tenant_id, c.from_tier, c.from_kind, c.state, c.direction, c.mode, c.is_overdue, c.is_escalated, count(*)
    FROM counted c WHERE c.is_received GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT 'touching', NULL, NULL, NULL, c.state, c.direction, c.mode, c.is_overdue, c.is_escalated, count(*)
    FROM counted c WHERE c.is_sent OR c.is_received GROUP BY 5, 6, 7, 8, 9;
END $$;
--> statement-breakpoint
-- What a printed letter's code proves to anyone: that there is such a letter, of when, from whom to whom, and how it stands. No organisation.
CREATE FUNCTION app.verify_letter(code text)
RETURNS TABLE (number text, submitted_at timestamptz, sender text, target text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.number, r.submitted_at, f.name, t.name, r.state
  FROM public.referral r
  JOIN public.tenant f ON f.network_id = r.network_id AND f.id = r.from_tenant_id
  JOIN public.tenant t ON t.network_id = r.network_id AND t.id = r.to_tenant_id
  WHERE r.letter_code = verify_letter.code AND r.submitted_at IS NOT NULL
$$;
--> statement-breakpoint
-- The open referrals that a tenant about to be suspended or merged is a party of (B-08), for the network's centre that does it. Locked, so that none moves meanwhile.
CREATE FUNCTION app.referrals_of_retiring(retiring uuid)
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
    WHERE r.network_id = acting_network AND r.state NOT IN ('closed', 'declined', 'withdrawn')
      AND (r.from_tenant_id = retiring OR r.to_tenant_id = retiring OR r.desk_tenant_id = retiring)
    ORDER BY r.id FOR UPDATE;
END $$;
--> statement-breakpoint
-- Carries out what the rules said of each of those referrals: parties, state and clock as given; consent, snapshot and grants follow.
-- `consent`: keep (the successor stands in for the recipient), renew (asked again for the new recipient), or null. `grants`: carry, end, or null.
CREATE FUNCTION app.stand_in(retiring uuid, heir uuid, plans jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  p record;
  moved int := 0;
BEGIN
  IF nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint IS DISTINCT FROM 281474976710655 THEN
    RAISE EXCEPTION 'only the centre at the top of a network reassigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR p IN
    SELECT * FROM jsonb_to_recordset(plans) AS x(id uuid, version int, state text, holder text, number text, "isRecalled" boolean, clock jsonb, consent text,
      "consentId" uuid, "shownDigest" text, "textVersion" text, grants text)
  LOOP
    UPDATE public.referral r SET
      from_tenant_id = CASE WHEN r.from_tenant_id = retiring THEN heir ELSE r.from_tenant_id END,
      to_tenant_id = CASE WHEN r.to_tenant_id = retiring THEN heir ELSE r.to_tenant_id END,
      desk_tenant_id = CASE WHEN p."isRecalled" THEN NULL WHEN r.desk_tenant_id = retiring THEN heir ELSE r.desk_tenant_id END,
      number = p.number, state = p.state, holder = p.holder,
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
    moved := moved + 1;

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
      WHERE g.network_id = acting_network AND g.referral_id = p.id AND g.tenant_id = retiring AND g.ended_at IS NULL;
      UPDATE public.organisation_serving s SET until_at = app.acting_now()
      WHERE s.network_id = acting_network AND s.referral_id = p.id AND s.tenant_id = retiring AND s.until_at IS NULL AND p.grants = 'end';
      UPDATE public.organisation_serving s SET tenant_id = heir, scope_key = (SELECT t.scope_key FROM public.tenant t WHERE t.network_id = acting_network AND t.id = heir)
      WHERE s.network_id = acting_network AND s.referral_id = p.id AND s.tenant_id = retiring AND s.until_at IS NULL AND p.grants = 'carry';
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['referral_world(uuid)', 'similar_organisations(uuid)', 'refuse_consent(uuid, integer, jsonb)', 'grant_by_consent(uuid, uuid)',
    'referral_counts(bigint, bigint, timestamptz, timestamptz)', 'verify_letter(text)', 'referrals_of_retiring(uuid)', 'stand_in(uuid, uuid, jsonb)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
