-- A referral between networks (X-08) stands in each of them: the sender's row goes to the tenant that stands for the other network, the target's row comes from
-- the one that stands for the sender's. What is done on one side is written to both by these gates, in the transaction that does it. The bridge is locked first,
-- by whoever acts, so that nobody waits in a circle; a line of the other side names the network and the incubator, and no person.
--
-- Locks the bridges that a change of a referral may have to cross: its own, and those of the later hops of its chain. Answers which end the referral is.
CREATE FUNCTION app.lock_bridge(referral_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  side text;
BEGIN
  PERFORM 1 FROM public.referral_bridge b WHERE b.network_b = acting_network AND b.referral_b = lock_bridge.referral_id FOR UPDATE;
  IF FOUND THEN RETURN 'receiving'; END IF;
  PERFORM 1 FROM public.referral r JOIN public.referral h ON h.network_id = r.network_id AND h.chain_id = r.chain_id AND h.hop >= r.hop
    JOIN public.referral_bridge b ON b.network_a = h.network_id AND b.referral_a = h.id
  WHERE r.network_id = acting_network AND r.id = lock_bridge.referral_id ORDER BY b.referral_a FOR UPDATE OF b;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT 'sending' INTO side FROM public.referral_bridge b WHERE b.network_a = acting_network AND b.referral_a = lock_bridge.referral_id;
  RETURN side;
END $$;
--> statement-breakpoint
-- The same for the worker, which holds the sender's row already: false where somebody else is at work on either row, and the worker leaves it for its next turn.
CREATE FUNCTION app.try_bridge(at_network integer, referral_id uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM public.referral_bridge b WHERE b.network_a = at_network AND b.referral_a = try_bridge.referral_id FOR UPDATE SKIP LOCKED;
  RETURN FOUND OR NOT EXISTS (SELECT 1 FROM public.referral_bridge b WHERE b.network_a = at_network AND b.referral_a = try_bridge.referral_id);
END $$;
--> statement-breakpoint
-- The sender names the incubator of the partner network that its draft is for, of those that are published; NULL takes the name back. Answers false for an
-- incubator that is none of those.
CREATE FUNCTION app.name_partner_incubator(referral_id uuid, partner_tenant uuid, incubator uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  other int := app.partner_of(acting_network, partner_tenant);
  c record;
BEGIN
  PERFORM 1 FROM public.referral r WHERE r.network_id = acting_network AND r.id = name_partner_incubator.referral_id AND r.state = 'draft' AND r.submitted_at IS NULL
    AND r.from_tenant_id = nullif(current_setting('app.tenant', true), '')::uuid FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'only the sender of a draft names whom it is for' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF incubator IS NULL THEN
    DELETE FROM public.referral_bridge b WHERE b.network_a = acting_network AND b.referral_a = name_partner_incubator.referral_id;
    RETURN true;
  END IF;
  SELECT * INTO c FROM app.published_incubators(other) p WHERE p.incubator_id = incubator;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO public.referral_bridge (network_a, referral_a, network_b, incubator_id, card)
  VALUES (acting_network, name_partner_incubator.referral_id, other, incubator, jsonb_build_object('networkName', c.network_name, 'name', c.name, 'divisionName', c.division_name,
    'contactName', c.contact_name, 'contactPhone', c.contact_phone))
  ON CONFLICT (network_a, referral_a) DO UPDATE SET network_b = excluded.network_b, incubator_id = excluded.incubator_id, card = excluded.card;
  RETURN true;
END $$;
--> statement-breakpoint
-- What a party of a referral between networks may know of the other end: which end is its own, and the other network with the incubator there.
CREATE FUNCTION app.far_end(referral_id uuid)
RETURNS TABLE (side text, network_name text, incubator_id uuid, name text, division_name text, contact_name text, contact_phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH me AS (
    SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant,
           nullif(current_setting('app.organisation', true), '')::uuid AS organisation
  ), r AS (
    SELECT x.* FROM public.referral x, me
    WHERE x.network_id = me.network AND x.id = far_end.referral_id
      AND (x.from_tenant_id = me.tenant OR (x.submitted_at IS NOT NULL AND (x.to_tenant_id = me.tenant OR x.desk_tenant_id = me.tenant))
           OR (x.state <> 'draft' AND x.organisation_id = me.organisation))
  )
  SELECT 'sending', b.card ->> 'networkName', b.incubator_id, b.card ->> 'name', b.card ->> 'divisionName', b.card ->> 'contactName', b.card ->> 'contactPhone'
  FROM r JOIN public.referral_bridge b ON b.network_a = r.network_id AND b.referral_a = r.id
  UNION ALL
  SELECT 'receiving', n.name, NULL, t.name, d.name, coalesce(c.contact_name, ''), coalesce(c.contact_phone, '')
  FROM r JOIN public.referral_bridge b ON b.network_b = r.network_id AND b.referral_b = r.id
  JOIN public.referral a ON a.network_id = b.network_a AND a.id = b.referral_a JOIN public.network n ON n.id = b.network_a
  JOIN public.tenant t ON t.network_id = a.network_id AND t.id = a.from_tenant_id JOIN public.division d ON d.code = t.division_code
  LEFT JOIN public.capability c ON c.network_id = t.network_id AND c.tenant_id = t.id
$$;
--> statement-breakpoint
-- A party as the other network reads of it: its network and its name.
CREATE FUNCTION app.named_abroad(at_network integer, named_tenant uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT n.name || ' ' || t.name FROM public.tenant t JOIN public.network n ON n.id = t.network_id WHERE t.network_id = at_network AND t.id = named_tenant $$;
--> statement-breakpoint
-- The line, the trail's entry and the event of the other side. A line that is not the other party's to read is blank there: it keeps its number alone.
CREATE FUNCTION app.record_abroad(own public.referral, other public.referral, own_is_a boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  e public.referral_event;
  own_party uuid := CASE WHEN own_is_a THEN own.from_tenant_id ELSE own.to_tenant_id END;
  far_party uuid := CASE WHEN own_is_a THEN other.from_tenant_id ELSE other.to_tenant_id END;
  home_party uuid := CASE WHEN own_is_a THEN other.to_tenant_id ELSE other.from_tenant_id END;
  label text := app.named_abroad(own.network_id, own_party);
  readers text[] := CASE WHEN own_is_a THEN ARRAY['target', 'desk'] ELSE ARRAY['sender', 'organisation', 'desk'] END;
  is_theirs boolean;
BEGIN
  SELECT * INTO STRICT e FROM public.referral_event x WHERE x.network_id = own.network_id AND x.referral_id = own.id AND x.seq = own.version;
  is_theirs := e.audience && readers[1:1];
  INSERT INTO public.referral_event (network_id, referral_id, seq, at, action, from_state, to_state, actor_tenant_id, actor_organisation_id, actor_person_id, actor_name, note, data, audience)
  VALUES (other.network_id, other.id, e.seq, e.at, e.action, e.from_state, e.to_state, CASE WHEN e.actor_tenant_id IS NOT NULL THEN far_party END,
    CASE WHEN e.actor_organisation_id IS NOT NULL THEN other.organisation_id END, NULL, CASE WHEN e.actor_tenant_id IS NOT NULL THEN label ELSE '' END,
    CASE WHEN is_theirs THEN e.note ELSE '' END, CASE WHEN is_theirs THEN e.data ELSE '{}' END,
    CASE WHEN is_theirs THEN ARRAY(SELECT a FROM unnest(e.audience) AS a WHERE a = ANY (readers)) ELSE '{}' END);
  INSERT INTO public.audit_entry (network_id, id, tenant_id, tenant_name, person_name, at, action, subject_kind, subject_id, outcome, details)
  SELECT other.network_id, gen_random_uuid(), t.id, t.name, label, e.at, 'referral.' || e.action, 'Referral', other.id, 'done',
    jsonb_build_object('number', other.number, 'from', e.from_state, 'to', e.to_state, 'version', e.seq, 'betweenNetworks', true)
  FROM public.tenant t WHERE t.network_id = other.network_id AND t.id = home_party;
  INSERT INTO public.outbox (network_id, topic, subject_id, payload, at)
  VALUES (other.network_id, 'referral', other.id, jsonb_build_object('action', e.action, 'seq', e.seq, 'number', other.number, 'fromState', e.from_state, 'toState', e.to_state,
    'holder', other.holder, 'organisationId', other.organisation_id, 'fromTenantId', other.from_tenant_id, 'toTenantId', other.to_tenant_id, 'deskTenantId', other.desk_tenant_id,
    'wasSubmitted', true, 'submittedAt', to_char(other.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'actorTenantId', CASE WHEN e.actor_tenant_id IS NOT NULL THEN far_party END, 'actorOrganisationId', CASE WHEN e.actor_organisation_id IS NOT NULL THEN other.organisation_id END), e.at);
END $$;
--> statement-breakpoint
-- Opens the far end when a referral is submitted: the target's row, about an organisation of which it holds the preview and no name, in the custody of the
-- tenant that stands for the sender's network, where nobody's range reaches it. For the sender and the organisation, in the transaction that submits.
CREATE FUNCTION app.open_bridge(referral_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  a public.referral;
  b public.referral_bridge;
  other public.referral;
  place public.tenant;
  root uuid;
  nobody uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  SELECT * INTO a FROM public.referral x WHERE x.network_id = acting_network AND x.id = open_bridge.referral_id FOR UPDATE;
  IF NOT FOUND OR a.state <> 'submitted' OR a.direction IS DISTINCT FROM 'network' OR a.submitted_at IS DISTINCT FROM app.acting_now() OR a.updated_at <> app.acting_now()
     OR (a.from_tenant_id IS DISTINCT FROM nullif(current_setting('app.tenant', true), '')::uuid
         AND a.organisation_id IS DISTINCT FROM nullif(current_setting('app.organisation', true), '')::uuid) THEN
    RAISE EXCEPTION 'a far end opens with the submission alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO b FROM public.referral_bridge x WHERE x.network_a = acting_network AND x.referral_a = a.id AND x.referral_b IS NULL FOR UPDATE;
  IF NOT FOUND OR app.partner_of(acting_network, a.to_tenant_id) IS DISTINCT FROM b.network_b
     OR NOT EXISTS (SELECT 1 FROM app.published_incubators(b.network_b) p WHERE p.incubator_id = b.incubator_id) THEN
    RAISE EXCEPTION 'the incubator is not offered to this network any more' USING ERRCODE = 'FQ001';
  END IF;
  SELECT t.* INTO STRICT place FROM public.partnership p JOIN public.tenant t ON t.network_id = b.network_b
    AND t.id = CASE WHEN p.low_network_id = b.network_b THEN p.low_tenant_id ELSE p.high_tenant_id END
  WHERE p.low_network_id = least(acting_network, b.network_b) AND p.high_network_id = greatest(acting_network, b.network_b);
  SELECT t.id INTO STRICT root FROM public.tenant t WHERE t.network_id = b.network_b AND t.depth = 0 AND t.parent_id IS NULL;
  other := a;
  other.network_id := b.network_b;
  other.id := gen_random_uuid();
  other.organisation_id := gen_random_uuid();
  other.chain_id := other.id;
  other.hop := 1;
  other.parent_id := NULL;
  other.from_tenant_id := place.id;
  other.to_tenant_id := b.incubator_id;
  other.desk_tenant_id := root;
  other.holder_tenant_id := b.incubator_id;
  other.suggestion := NULL;
  other.other_reason := '';
  other.created_by_person_id := nobody;
  other.created_by_name := app.named_abroad(acting_network, a.from_tenant_id);
  other.next_clock_at := NULL;
  other.agreement_id := NULL;
  other.enquiry_id := NULL;
  other.void_proposed_by_person_id := NULL;
  other.void_proposed_by_name := NULL;
  -- Two senders of one division may have given the same number.
  IF EXISTS (SELECT 1 FROM public.referral x WHERE x.network_id = other.network_id AND x.from_tenant_id = place.id AND x.number = a.number) THEN
    other.number := a.number || '-' || right(other.id::text, 4);
  END IF;
  INSERT INTO public.organisation (network_id, id, tenant_id, scope_key, first_contact_tenant_id, reporting_tenant_id, name, initials, sort_key, kind, stage, field,
    division_code, created_at, updated_at)
  VALUES (other.network_id, other.organisation_id, place.id, place.scope_key, place.id, place.id, '', '', '', a.preview_kind, a.preview_stage, a.preview_field,
    a.preview_division_code, app.acting_now(), app.acting_now());
  INSERT INTO public.referral SELECT other.*;
  UPDATE public.referral_bridge x SET referral_b = other.id WHERE x.network_a = acting_network AND x.referral_a = a.id;
  PERFORM app.record_abroad(a, other, true);
END $$;
--> statement-breakpoint
-- The target has accepted: what the organisation consented to, as it was sealed, becomes its dossier in the target's network; in the sender's network the place
-- of the other has the same right written down, and with a hand-over the custody.
CREATE FUNCTION app.hand_across(a public.referral, b public.referral) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s public.referral_snapshot;
  origin public.organisation;
  held public.organisation;
  source text := app.named_abroad(a.network_id, a.from_tenant_id);
  place bigint;
  ends_at timestamptz := (a.grant_until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai';
BEGIN
  SELECT * INTO STRICT s FROM public.referral_snapshot x WHERE x.network_id = a.network_id AND x.referral_id = a.id;
  SELECT * INTO STRICT origin FROM public.organisation x WHERE x.network_id = a.network_id AND x.id = a.organisation_id FOR UPDATE;
  UPDATE public.organisation x SET name = s.organisation_name, initials = origin.initials, sort_key = origin.sort_key, credit_code = s.card ->> 'creditCode', kind = s.card ->> 'kind',
    stage = s.card ->> 'stage', field = s.card ->> 'field', division_code = s.card ->> 'divisionCode', version = x.version + 1, updated_at = app.acting_now()
  WHERE x.network_id = b.network_id AND x.id = b.organisation_id RETURNING x.* INTO STRICT held;
  INSERT INTO public.dossier_section (network_id, organisation_id, section, tenant_id, scope_key, body, updated_at, updated_by_name)
  SELECT b.network_id, held.id, k.key, held.tenant_id, held.scope_key, k.value, s.sealed_at, source FROM jsonb_each(s.sections) k WHERE k.key = ANY (a.sections);
  INSERT INTO public.organisation_person (network_id, id, organisation_id, tenant_id, scope_key, name, position, phone, certificate, is_full_time, updated_at)
  SELECT b.network_id, gen_random_uuid(), held.id, held.tenant_id, held.scope_key, p ->> 'name', p ->> 'position', coalesce(p ->> 'phone', ''), coalesce(p ->> 'certificate', ''),
    coalesce((p ->> 'isFullTime')::boolean, true), s.sealed_at
  FROM jsonb_array_elements(s.people) p WHERE a.personal;
  INSERT INTO public.attachment (network_id, id, tenant_id, scope_key, organisation_id, purpose, file_name, media_type, size, sha256, content, person_name, created_at)
  SELECT b.network_id, gen_random_uuid(), held.tenant_id, held.scope_key, held.id, 'document', f.file_name, f.media_type, f.size, f.sha256, f.content, source, f.created_at
  FROM public.attachment f WHERE f.network_id = a.network_id AND f.organisation_id = origin.id AND f.purpose = 'document' AND f.created_at <= s.sealed_at
    AND 'documents' = ANY (a.sections);
  INSERT INTO public.referral_snapshot (network_id, referral_id, from_tenant_id, organisation_id, organisation_name, card, sections, people, digest, sealed_at)
  VALUES (b.network_id, b.id, b.from_tenant_id, held.id, s.organisation_name, s.card, s.sections, s.people, s.digest, s.sealed_at);
  SELECT t.scope_key INTO STRICT place FROM public.tenant t WHERE t.network_id = a.network_id AND t.id = a.to_tenant_id;
  INSERT INTO public.dossier_grant (network_id, id, tenant_id, organisation_id, granted_by_tenant_id, referral_id, sections, personal, from_at, until_at)
  VALUES (a.network_id, gen_random_uuid(), a.to_tenant_id, origin.id, a.from_tenant_id, a.id, a.sections, a.personal, app.acting_now(), ends_at);
  IF a.mode = 'coService' THEN
    INSERT INTO public.organisation_serving (network_id, id, organisation_id, tenant_id, scope_key, referral_id, from_at)
    VALUES (a.network_id, gen_random_uuid(), origin.id, a.to_tenant_id, place, a.id, app.acting_now());
    RETURN;
  END IF;
  UPDATE public.organisation x SET tenant_id = a.to_tenant_id, scope_key = place, reporting_tenant_id = a.to_tenant_id, version = x.version + 1, updated_at = app.acting_now()
  WHERE x.network_id = a.network_id AND x.id = origin.id AND x.tenant_id = a.from_tenant_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'the sender is no longer the custodian' USING ERRCODE = 'FQ002'; END IF;
  UPDATE public.dossier_section x SET tenant_id = a.to_tenant_id, scope_key = place WHERE x.network_id = a.network_id AND x.organisation_id = origin.id;
  UPDATE public.organisation_person x SET tenant_id = a.to_tenant_id, scope_key = place WHERE x.network_id = a.network_id AND x.organisation_id = origin.id;
  UPDATE public.attachment x SET tenant_id = a.to_tenant_id, scope_key = place WHERE x.network_id = a.network_id AND x.organisation_id = origin.id AND x.purpose = 'document';
END $$;
--> statement-breakpoint
-- Brings the other row to where this one stands after a transition of this transaction: state, turn, clocks, marks; with its line, its entry in the trail and its
-- event. The clock runs on the sender's row alone. Answers false where there is no far end.
CREATE FUNCTION app.mirror_row(at_network integer, referral_id uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  bridge public.referral_bridge;
  own public.referral;
  other public.referral;
  own_is_a boolean;
BEGIN
  SELECT * INTO bridge FROM public.referral_bridge x WHERE x.network_a = at_network AND x.referral_a = mirror_row.referral_id AND x.referral_b IS NOT NULL FOR UPDATE;
  own_is_a := FOUND;
  IF NOT own_is_a THEN
    SELECT * INTO bridge FROM public.referral_bridge x WHERE x.network_b = at_network AND x.referral_b = mirror_row.referral_id FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  SELECT * INTO STRICT own FROM public.referral x WHERE x.network_id = at_network AND x.id = mirror_row.referral_id FOR UPDATE;
  SELECT * INTO STRICT other FROM public.referral x WHERE (x.network_id, x.id) = (CASE WHEN own_is_a THEN bridge.network_b ELSE bridge.network_a END,
    CASE WHEN own_is_a THEN bridge.referral_b ELSE bridge.referral_a END) FOR UPDATE;
  IF own.version <> other.version + 1 THEN
    RAISE EXCEPTION 'the two rows of a referral between networks are not a step apart' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE public.referral x SET
    state = own.state, holder = own.holder, version = own.version, updated_at = own.updated_at,
    holder_tenant_id = CASE own.holder WHEN 'sender' THEN x.from_tenant_id WHEN 'target' THEN x.to_tenant_id WHEN 'desk' THEN CASE WHEN own_is_a THEN NULL ELSE x.desk_tenant_id END END,
    acknowledged_at = own.acknowledged_at,
    acknowledged_by_name = CASE WHEN own.acknowledged_at IS NULL THEN NULL WHEN own_is_a THEN x.acknowledged_by_name ELSE app.named_abroad(own.network_id, own.to_tenant_id) END,
    decided_at = own.decided_at, lead_name = own.lead_name, first_contact_on = own.first_contact_on, planned_end_on = own.planned_end_on, accepted_at = own.accepted_at,
    decline_code = own.decline_code, decline_text = own.decline_text, outcome_code = own.outcome_code, outcome_text = own.outcome_text, services_delivered = own.services_delivered,
    failure_code = own.failure_code, sender_confirmed_at = own.sender_confirmed_at, organisation_confirmed_at = own.organisation_confirmed_at, closed_at = own.closed_at,
    consent_until = own.consent_until, consent_signed_at = own.consent_signed_at, information_rounds = own.information_rounds, waitlisted_at = own.waitlisted_at,
    expected_on = own.expected_on, resume_on = own.resume_on, settled_at = own.settled_at, due_rule = own.due_rule, due_at = own.due_at, clock_started_at = own.clock_started_at,
    calendar_version = own.calendar_version, escalation_level = own.escalation_level, expires_at = own.expires_at, stood = own.stood,
    next_clock_at = CASE WHEN own_is_a THEN NULL ELSE own.next_clock_at END
  WHERE x.network_id = other.network_id AND x.id = other.id RETURNING x.* INTO STRICT other;
  IF NOT own_is_a AND own.next_clock_at IS NOT NULL THEN
    UPDATE public.referral x SET next_clock_at = NULL WHERE x.network_id = own.network_id AND x.id = own.id;
  END IF;
  PERFORM app.record_abroad(own, other, own_is_a);
  IF own.state = 'accepted' AND own.accepted_at = own.updated_at AND NOT own_is_a THEN PERFORM app.hand_across(other, own); END IF;
  -- Sight ends on both sides at once.
  IF own.state NOT IN ('accepted', 'active', 'onHold', 'returnRequested', 'outcomeReported', 'failed', 'disputed') THEN
    UPDATE public.dossier_grant g SET ended_at = own.updated_at, end_reason = own.state
    WHERE (g.network_id, g.referral_id) IN ((own.network_id, own.id), (other.network_id, other.id)) AND g.ended_at IS NULL;
  END IF;
  IF own.state = 'consentRevoked' THEN
    UPDATE public.consent c SET state = 'revoked', answered_at = own.updated_at
    WHERE c.network_id = bridge.network_a AND c.referral_id = bridge.referral_a AND c.state IN ('asked', 'signed');
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- As above, for the party that did it, in its transaction; and for whoever revoked an earlier hop, which ends this one.
CREATE FUNCTION app.mirror_transition(referral_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  r public.referral;
BEGIN
  SELECT * INTO r FROM public.referral x WHERE x.network_id = acting_network AND x.id = mirror_transition.referral_id;
  IF NOT FOUND OR r.updated_at IS DISTINCT FROM app.acting_now() OR NOT (coalesce(acting_tenant IN (r.from_tenant_id, r.to_tenant_id, r.desk_tenant_id), false)
      OR coalesce(r.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid, false) OR r.state = 'consentRevoked') THEN
    RAISE EXCEPTION 'only a transition of this transaction is mirrored' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN app.mirror_row(acting_network, r.id);
END $$;
--> statement-breakpoint
-- Who looked into what came from another network: the organisation, whose account is there, reads of it as of any other look (X-03).
CREATE FUNCTION app.tell_of_access() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.dossier_access (network_id, id, organisation_id, tenant_id, person_id, person_name, sections, basis, reason, referral_id, at)
  SELECT a.network_id, gen_random_uuid(), a.organisation_id, a.to_tenant_id, '00000000-0000-0000-0000-000000000000', app.named_abroad(NEW.network_id, NEW.tenant_id), NEW.sections, NEW.basis, NEW.reason, a.id, NEW.at
  FROM public.referral b JOIN public.referral_bridge x ON x.network_b = b.network_id AND x.referral_b = b.id
  JOIN public.referral a ON a.network_id = x.network_a AND a.id = x.referral_a
  WHERE b.network_id = NEW.network_id AND b.organisation_id = NEW.organisation_id AND b.accepted_at IS NOT NULL
  ORDER BY b.accepted_at DESC LIMIT 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell_of_access AFTER INSERT ON dossier_access FOR EACH ROW EXECUTE FUNCTION app.tell_of_access();
--> statement-breakpoint
-- As before; of what comes from another network the subject is the organisation that the sender knows.
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
  SELECT o.id, coalesce(origin.credit_code, o.credit_code) AS credit_code, app.search_grams(acting_network, coalesce(origin.name, o.name)) AS pieces INTO subject
  FROM public.referral r JOIN public.organisation o ON o.network_id = r.network_id AND o.id = r.organisation_id
  LEFT JOIN public.referral_bridge b ON b.network_b = r.network_id AND b.referral_b = r.id
  LEFT JOIN public.referral a ON a.network_id = b.network_a AND a.id = b.referral_a
  LEFT JOIN public.organisation origin ON origin.network_id = a.network_id AND origin.id = a.organisation_id
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
-- As before; the desk of a referral to another network is the centre of one's own, wherever the sender moves.
CREATE OR REPLACE FUNCTION app.redesk_referrals(moved uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.require_root();
BEGIN
  UPDATE public.referral r SET desk_tenant_id = (
    SELECT a.id FROM public.tenant a, public.tenant f, public.tenant t
    WHERE f.network_id = r.network_id AND f.id = r.from_tenant_id AND t.network_id = r.network_id AND t.id = r.to_tenant_id
      AND a.network_id = r.network_id AND f.scope_key BETWEEN a.scope_key AND a.scope_high AND t.scope_key BETWEEN a.scope_key AND a.scope_high
      AND (a.depth = 0 OR (a.status = 'active' AND a.id <> f.id AND a.id <> t.id))
    ORDER BY a.depth DESC LIMIT 1)
  WHERE r.network_id = acting_network AND r.desk_tenant_id IS NOT NULL AND r.direction IS DISTINCT FROM 'network'
    AND (r.holder IS NOT NULL OR r.state NOT IN ('draft', 'closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided')) AND (r.from_tenant_id = ANY (moved) OR r.to_tenant_id = ANY (moved));
  -- What waits for the desk waits for the one that it is now.
  UPDATE public.referral r SET holder_tenant_id = r.desk_tenant_id
  WHERE r.network_id = acting_network AND r.holder = 'desk' AND r.holder_tenant_id IS DISTINCT FROM r.desk_tenant_id AND r.direction IS DISTINCT FROM 'network'
    AND (r.from_tenant_id = ANY (moved) OR r.to_tenant_id = ANY (moved));
END $$;
--> statement-breakpoint
-- As before, with the incubators at both ends of a referral between networks: one letter, verified once.
CREATE OR REPLACE FUNCTION app.verify_letter(code text)
RETURNS TABLE (number text, submitted_at timestamptz, sender text, target text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.number, r.submitted_at, f.name, CASE WHEN b.card IS NULL THEN t.name ELSE (b.card ->> 'networkName') || ' ' || (b.card ->> 'name') END, r.state
  FROM public.referral r
  JOIN public.tenant f ON f.network_id = r.network_id AND f.id = r.from_tenant_id
  JOIN public.tenant t ON t.network_id = r.network_id AND t.id = r.to_tenant_id
  LEFT JOIN public.referral_bridge b ON b.network_a = r.network_id AND b.referral_a = r.id
  WHERE r.letter_code = verify_letter.code AND r.submitted_at IS NOT NULL AND f.kind <> 'partnerNetwork'
$$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  FOREACH gate IN ARRAY ARRAY['try_bridge(integer, uuid)', 'named_abroad(integer, uuid)', 'record_abroad(public.referral, public.referral, boolean)',
    'hand_across(public.referral, public.referral)', 'mirror_row(integer, uuid)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_system', gate);
  END LOOP;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['lock_bridge(uuid)', 'name_partner_incubator(uuid, uuid, uuid)', 'far_end(uuid)', 'open_bridge(uuid)', 'mirror_transition(uuid)', 'tell_of_access()']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
