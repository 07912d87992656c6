-- Whom a referral is about is never changed, nor whether it names anybody: a consultation that came to name one would be read by its target.
CREATE OR REPLACE FUNCTION app.keep_what_was_submitted() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_user = 'fuqiao_app' AND (OLD.submitted_at IS NOT NULL OR (OLD.kind, OLD.organisation_id) IS DISTINCT FROM (NEW.kind, NEW.organisation_id)
      OR OLD.from_tenant_id IS DISTINCT FROM nullif(current_setting('app.tenant', true), '')::uuid) THEN
    RAISE EXCEPTION 'what was consented to and submitted is not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER keep_what_was_submitted BEFORE UPDATE ON referral FOR EACH ROW
WHEN ((OLD.kind, OLD.organisation_id, OLD.from_tenant_id, OLD.to_tenant_id, OLD.mode, OLD.need, OLD.purpose, OLD.sections, OLD.personal, OLD.grant_until, OLD.agreement_id)
  IS DISTINCT FROM (NEW.kind, NEW.organisation_id, NEW.from_tenant_id, NEW.to_tenant_id, NEW.mode, NEW.need, NEW.purpose, NEW.sections, NEW.personal, NEW.grant_until, NEW.agreement_id))
EXECUTE FUNCTION app.keep_what_was_submitted();
--> statement-breakpoint
-- As before; a question for advice has no letter.
CREATE OR REPLACE FUNCTION app.verify_letter(code text)
RETURNS TABLE (number text, submitted_at timestamptz, sender text, target text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.number, r.submitted_at, f.name, CASE WHEN b.card IS NULL THEN t.name ELSE (b.card ->> 'networkName') || ' ' || (b.card ->> 'name') END, r.state
  FROM public.referral r
  JOIN public.tenant f ON f.network_id = r.network_id AND f.id = r.from_tenant_id
  JOIN public.tenant t ON t.network_id = r.network_id AND t.id = r.to_tenant_id
  LEFT JOIN public.referral_bridge b ON b.network_a = r.network_id AND b.referral_a = r.id
  WHERE r.letter_code = verify_letter.code AND r.submitted_at IS NOT NULL AND f.kind <> 'partnerNetwork' AND r.kind <> 'consult'
$$;
--> statement-breakpoint
-- As before; advice that was not given is no need of an organisation that nobody met.
CREATE OR REPLACE FUNCTION app.needs_unmet(network integer, low bigint, high bigint, since timestamptz, before timestamptz)
RETURNS TABLE (id uuid, place bigint, need text, field text, area text, cause text, is_seen boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, f.scope_key, r.need, r.preview_field, left(r.preview_division_code, 6),
         CASE WHEN r.state = 'expired' THEN 'expired' WHEN r.state = 'declined' THEN r.decline_code WHEN r.failure_code IS NOT NULL THEN 'failed' ELSE 'unmet' END,
         coalesce(r.from_tenant_id = a.tenant OR (r.desk_tenant_id = a.tenant AND (r.state = 'expired' OR r.holder = 'desk')), false)
  FROM public.tenant f
  CROSS JOIN (SELECT nullif(current_setting('app.tenant', true), '')::uuid AS tenant) a
  JOIN public.referral r ON r.network_id = network AND r.from_tenant_id = f.id
  WHERE f.network_id = network AND f.scope_key BETWEEN low AND high AND r.submitted_at IS NOT NULL AND r.kind <> 'consult'
    AND (r.state IN ('declined', 'expired', 'failed') OR (r.state = 'closed' AND (r.failure_code IS NOT NULL OR r.outcome_code = 'unmet')))
    AND NOT EXISTS (SELECT 1 FROM public.referral later WHERE later.network_id = network AND later.chain_id = r.chain_id AND later.hop > r.hop
                      AND later.submitted_at IS NOT NULL AND later.state <> 'voided')
    AND coalesce(r.decided_at, r.updated_at) >= since AND coalesce(r.decided_at, r.updated_at) < before
$$;
