ALTER TABLE staff_member FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE staff_training FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE premises_room FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE premises_equipment FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE tenant_party FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON staff_member, staff_training, premises_room, premises_equipment, tenant_party TO fuqiao_app;
--> statement-breakpoint
-- Whoever leaves keeps the row; a training that was written down by mistake, a room and a piece that is gone are taken out.
GRANT UPDATE ON staff_member, premises_room, premises_equipment, tenant_party TO fuqiao_app;
--> statement-breakpoint
GRANT DELETE ON staff_training, premises_room, premises_equipment TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_member, staff_training, premises_room, premises_equipment, tenant_party TO fuqiao_system;
--> statement-breakpoint
-- As before, with what is new of a named person: a merged organisation's people stay as they were.
DROP TRIGGER of_no_merged ON organisation_person;
--> statement-breakpoint
CREATE TRIGGER of_no_merged BEFORE INSERT OR DELETE OR UPDATE OF name, position, phone, certificate, is_full_time, has_social_work_degree, is_party_member
ON organisation_person FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
-- As before, with what is new of a named person, where it was sealed.
CREATE OR REPLACE FUNCTION app.hand_across(a public.referral, b public.referral) RETURNS void
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
  INSERT INTO public.organisation_person (network_id, id, organisation_id, tenant_id, scope_key, name, position, phone, certificate, is_full_time, has_social_work_degree,
    is_party_member, updated_at)
  SELECT b.network_id, gen_random_uuid(), held.id, held.tenant_id, held.scope_key, p ->> 'name', p ->> 'position', coalesce(p ->> 'phone', ''), coalesce(p ->> 'certificate', ''),
    coalesce((p ->> 'isFullTime')::boolean, true), coalesce((p ->> 'hasSocialWorkDegree')::boolean, false), coalesce((p ->> 'isPartyMember')::boolean, false), s.sealed_at
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
