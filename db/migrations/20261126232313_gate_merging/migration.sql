-- A duplicate is merged into another organisation of its custodian, and kept: who looks it up finds where it went. From then on nothing is begun for it and
-- nothing of it is written, by whatever hand. The key share waits for a merge that is under way and reads what it left.
CREATE FUNCTION app.refuse_merged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  subject uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
  network int := CASE TG_OP WHEN 'DELETE' THEN OLD.network_id ELSE NEW.network_id END;
  heir uuid;
BEGIN
  IF subject IS NOT NULL THEN
    SELECT o.merged_into_id INTO heir FROM public.organisation o WHERE o.network_id = network AND o.id = subject FOR KEY SHARE;
    IF heir IS NOT NULL THEN
      RAISE EXCEPTION 'the organisation was merged into another' USING ERRCODE = 'FQ003';
    END IF;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT ON referral FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT ON enquiry FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT ON referral_batch_item FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT OR UPDATE OF body ON dossier_section FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT OR DELETE OR UPDATE OF name, position, phone, certificate, is_full_time ON organisation_person FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT ON organisation_note FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT ON attachment FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT OR UPDATE OF revoked_at ON document_check FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
-- What is over is not taken up again for it either. That it was made by mistake may still be said.
CREATE TRIGGER of_no_merged_again BEFORE UPDATE OF state ON referral FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state <> 'voided') EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
-- The card stays as it was. Custody goes on with the tenant: it is its history that is kept.
CREATE FUNCTION app.keep_merged() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'the organisation was merged into another' USING ERRCODE = 'FQ003';
END $$;
--> statement-breakpoint
CREATE TRIGGER merged_is_kept BEFORE UPDATE ON organisation FOR EACH ROW
  WHEN (OLD.merged_into_id IS NOT NULL AND (NEW.name, NEW.former_names, NEW.credit_code, NEW.credit_code_override, NEW.kind, NEW.stage, NEW.field, NEW.division_code, NEW.address, NEW.summary, NEW.registered_on, NEW.registration_authority, NEW.filing_number, NEW.filed_on, NEW.merged_into_id, NEW.merged_at, NEW.merge_reason)
    IS DISTINCT FROM (OLD.name, OLD.former_names, OLD.credit_code, OLD.credit_code_override, OLD.kind, OLD.stage, OLD.field, OLD.division_code, OLD.address, OLD.summary, OLD.registered_on, OLD.registration_authority, OLD.filing_number, OLD.filed_on, OLD.merged_into_id, OLD.merged_at, OLD.merge_reason))
  EXECUTE FUNCTION app.keep_merged();
--> statement-breakpoint
-- What is under way for organisations in the acting tenant's custody, whoever is at it: counts alone, for what others do with it may lie behind the wall.
CREATE FUNCTION app.under_way(organisation_ids uuid[])
RETURNS TABLE (referrals integer, enquiries integer, marked integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(organisation_ids) AS a (id) WHERE NOT EXISTS (
      SELECT 1 FROM public.organisation o WHERE o.network_id = acting_network AND o.id = a.id AND o.tenant_id = acting_tenant)) THEN
    RAISE EXCEPTION 'not in custody of the acting tenant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT
    (SELECT count(*)::int FROM public.referral r WHERE r.network_id = acting_network AND r.organisation_id = ANY (organisation_ids)
       AND (r.holder IS NOT NULL OR r.state NOT IN ('closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided'))),
    (SELECT count(*)::int FROM public.enquiry e WHERE e.network_id = acting_network AND e.organisation_id = ANY (organisation_ids) AND e.state IN ('open', 'toChoose')),
    (SELECT count(*)::int FROM public.referral_batch_item i WHERE i.network_id = acting_network AND i.organisation_id = ANY (organisation_ids)
       AND i.referral_id IS NULL AND i.refusal_code IS NULL);
END $$;
--> statement-breakpoint
-- Ends what hung on an organisation that the acting tenant merges now: sight of it and service for it. Whoever has its account has one of the survivor's beside
-- it, so that the old one still reads its history. Tied to the merge's own instant.
CREATE FUNCTION app.end_merged(merged uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  heir uuid;
BEGIN
  SELECT o.merged_into_id INTO heir FROM public.organisation o
  WHERE o.network_id = acting_network AND o.id = merged AND o.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
    AND o.merged_into_id IS NOT NULL AND o.merged_at = app.acting_now();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'ends what is merged now' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.dossier_grant g SET ended_at = app.acting_now(), end_reason = 'merged'
  WHERE g.network_id = acting_network AND g.organisation_id = merged AND g.ended_at IS NULL;
  UPDATE public.organisation_serving s SET until_at = app.acting_now()
  WHERE s.network_id = acting_network AND s.organisation_id = merged AND (s.until_at IS NULL OR s.until_at > app.acting_now());
  INSERT INTO public.membership (id, network_id, person_id, tenant_id, organisation_id, display_name, roles, from_at, until_at)
  SELECT uuidv7(), m.network_id, m.person_id, NULL, heir, m.display_name, m.roles, app.acting_now(), m.until_at
  FROM public.membership m
  WHERE m.network_id = acting_network AND m.organisation_id = merged AND (m.until_at IS NULL OR m.until_at > app.acting_now())
    AND NOT EXISTS (SELECT 1 FROM public.membership k WHERE k.person_id = m.person_id AND k.network_id = acting_network AND k.organisation_id = heir
                      AND (k.until_at IS NULL OR k.until_at > app.acting_now()));
END $$;
--> statement-breakpoint
-- As before, without what was merged: it is no duplicate any more, and counts with its survivor alone.
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
      WHERE o.network_id = acting_network AND o.credit_code = subject.credit_code AND o.scope_key BETWEEN acting_low AND acting_high AND o.merged_into_id IS NULL
      UNION ALL
      SELECT o.id, 'name' FROM public.organisation o
      WHERE o.network_id = acting_network AND o.grams @> subject.pieces AND o.scope_key BETWEEN acting_low AND acting_high AND o.merged_into_id IS NULL
    ) s WHERE s.id <> subject.id GROUP BY s.id ORDER BY min(s.reason), s.id LIMIT 20;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.joint_figures(since timestamptz, before timestamptz)
RETURNS TABLE (figure text, seat bigint, part text, n integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.check_joint_meeting();
  network_low bigint := acting_network::bigint << 48;
  network_high bigint := ((acting_network::bigint + 1) << 48) - 1;
BEGIN
  RETURN QUERY
    WITH seats AS MATERIALIZED (
      SELECT t.scope_key, t.tier, CASE WHEN t.tier = top.tier THEN network_low ELSE t.scope_key - t.scope_key % 68719476736 END AS seat
      FROM public.tenant t JOIN public.tenant top ON top.network_id = t.network_id AND top.scope_key = network_low
      WHERE t.network_id = acting_network AND t.kind <> 'partnerNetwork'
    ), o AS MATERIALIZED (
      SELECT s.seat, x.stage, x.field, x.kind, x.created_at >= since AND x.created_at < before AS is_new
      FROM public.organisation x JOIN seats s ON s.scope_key = x.scope_key WHERE x.network_id = acting_network AND x.merged_into_id IS NULL
    ), r AS MATERIALIZED (
      SELECT f.seat AS from_seat, t.seat AS to_seat, x.from_tier, x.to_tier, x.state, to_char(x.submitted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month
      FROM app.referrals_touching(acting_network, network_low, network_high) x
      JOIN seats f ON f.scope_key = x.from_key JOIN seats t ON t.scope_key = x.to_key
      WHERE x.submitted_at >= since AND x.submitted_at < before
    )
    SELECT 'organisations', o.seat, '', count(*)::int FROM o GROUP BY 2
    UNION ALL SELECT 'newOrganisations', o.seat, '', count(*)::int FROM o WHERE o.is_new GROUP BY 2
    UNION ALL SELECT 'stage', NULL, o.stage, count(*)::int FROM o GROUP BY 3
    UNION ALL SELECT 'field', NULL, o.field, count(*)::int FROM o GROUP BY 3
    UNION ALL SELECT 'kind', NULL, o.kind, count(*)::int FROM o GROUP BY 3
    UNION ALL SELECT 'sent', r.from_seat, '', count(*)::int FROM r GROUP BY 2
    UNION ALL SELECT 'received', r.to_seat, '', count(*)::int FROM r GROUP BY 2
    UNION ALL SELECT 'flow', NULL, r.from_tier || '>' || r.to_tier, count(*)::int FROM r GROUP BY 3
    UNION ALL SELECT 'state', NULL, r.state, count(*)::int FROM r GROUP BY 3
    UNION ALL SELECT 'month', NULL, r.month, count(*)::int FROM r GROUP BY 3
    UNION ALL SELECT 'incubators', s.seat, '', count(*)::int FROM seats s
      JOIN public.tenant t ON t.network_id = acting_network AND t.scope_key = s.scope_key AND t.status = 'active' GROUP BY 2
    UNION ALL SELECT 'overdue', s.seat, '', count(*)::int FROM app.referrals_touching(acting_network, network_low, network_high) x
      JOIN seats s ON s.scope_key = x.holder_key WHERE x.is_overdue GROUP BY 2;
END $$;
--> statement-breakpoint
DO $$
DECLARE gate text;
BEGIN
  REVOKE EXECUTE ON FUNCTION app.refuse_merged() FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION app.keep_merged() FROM PUBLIC;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  ALTER FUNCTION app.refuse_merged() OWNER TO fuqiao_system;
  FOREACH gate IN ARRAY ARRAY['under_way(uuid[])', 'end_merged(uuid)']
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION app.%s FROM PUBLIC', gate);
    EXECUTE format('GRANT EXECUTE ON FUNCTION app.%s TO fuqiao_app, fuqiao_system', gate);
    EXECUTE format('ALTER FUNCTION app.%s OWNER TO fuqiao_system', gate);
  END LOOP;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
