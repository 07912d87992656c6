ALTER TABLE agreement FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE agreement_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON agreement TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON agreement_event TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON agreement, agreement_event TO fuqiao_system;
--> statement-breakpoint
-- What was proposed to somebody is not changed under their eyes, and nobody signs in another's name or unsigns: a policy does not see the old row
-- beside the new.
CREATE FUNCTION app.keep_what_was_proposed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
  IF current_user <> 'fuqiao_app' THEN RETURN NEW; END IF;
  IF OLD.proposed_at IS NOT NULL
     AND (OLD.number, OLD.first_tenant_id, OLD.second_tenant_id, OLD.title, OLD.first_duties, OLD.second_duties, OLD.from_on, OLD.until_on, OLD.standing, OLD.proposed_at)
         IS DISTINCT FROM
         (NEW.number, NEW.first_tenant_id, NEW.second_tenant_id, NEW.title, NEW.first_duties, NEW.second_duties, NEW.from_on, NEW.until_on, NEW.standing, NEW.proposed_at) THEN
    RAISE EXCEPTION 'what was proposed is not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.first_signed_at, OLD.first_signatory) IS DISTINCT FROM (NEW.first_signed_at, NEW.first_signatory)
     AND (OLD.first_signed_at IS NOT NULL OR OLD.first_tenant_id IS DISTINCT FROM acting_tenant)
     OR (OLD.second_signed_at, OLD.second_signatory) IS DISTINCT FROM (NEW.second_signed_at, NEW.second_signatory)
     AND (OLD.second_signed_at IS NOT NULL OR OLD.second_tenant_id IS DISTINCT FROM acting_tenant) THEN
    RAISE EXCEPTION 'each side signs for itself, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_what_was_proposed BEFORE UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION app.keep_what_was_proposed();
--> statement-breakpoint
-- The agreement that a submitted referral cites stays, as what was consented to does.
CREATE OR REPLACE TRIGGER keep_what_was_submitted BEFORE UPDATE ON referral FOR EACH ROW
WHEN ((OLD.organisation_id, OLD.from_tenant_id, OLD.to_tenant_id, OLD.mode, OLD.need, OLD.purpose, OLD.sections, OLD.personal, OLD.grant_until, OLD.agreement_id)
  IS DISTINCT FROM (NEW.organisation_id, NEW.from_tenant_id, NEW.to_tenant_id, NEW.mode, NEW.need, NEW.purpose, NEW.sections, NEW.personal, NEW.grant_until, NEW.agreement_id))
EXECUTE FUNCTION app.keep_what_was_submitted();
--> statement-breakpoint
-- How many referrals cite an agreement and how many were accepted under it, in a span of time and in all: numbers, for everybody who reads the
-- agreement; a superior in line reads no referral of the parties, and counts them.
CREATE FUNCTION app.agreement_usage(agreement_ids uuid[], span_from timestamptz, span_until timestamptz)
RETURNS TABLE (agreement_id uuid, cited integer, in_span integer, in_all integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH me AS (
    SELECT nullif(current_setting('app.network', true), '')::int AS network, nullif(current_setting('app.tenant', true), '')::uuid AS tenant,
           nullif(current_setting('app.scope', true), '')::int8range AS scope
  )
  SELECT a.id, (count(r.id) FILTER (WHERE r.submitted_at IS NOT NULL))::int,
         (count(r.id) FILTER (WHERE r.accepted_at >= span_from AND r.accepted_at < span_until))::int, count(r.accepted_at)::int
  FROM me JOIN public.agreement a ON a.network_id = me.network AND a.id = ANY (agreement_ids)
    AND (a.first_tenant_id = me.tenant
         OR (a.proposed_at IS NOT NULL AND (a.second_tenant_id = me.tenant OR a.first_scope_key <@ me.scope OR a.second_scope_key <@ me.scope)))
  LEFT JOIN public.referral r ON r.network_id = a.network_id AND r.agreement_id = a.id AND r.state <> 'voided'
  GROUP BY a.id
$$;
--> statement-breakpoint
-- What an agreement accepts is accepted in its accepting side's stead: the worker says for whom, so that the gates of acceptance answer it as they
-- would that tenant, and no other. For the system role alone, in its transaction.
CREATE FUNCTION app.act_for(for_network integer, for_tenant uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE t public.tenant;
BEGIN
  SELECT * INTO t FROM public.tenant x WHERE x.network_id = for_network AND x.id = for_tenant AND x.status = 'active';
  IF NOT FOUND THEN RAISE EXCEPTION 'nobody acts for a tenant that is not active' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM set_config('app.now', act_for.at::text, true), set_config('app.network', t.network_id::text, true), set_config('app.tenant', t.id::text, true),
    set_config('app.party', t.id::text, true), set_config('app.person', '', true), set_config('app.organisation', '', true),
    set_config('app.low', t.scope_key::text, true), set_config('app.high', t.scope_high::text, true),
    set_config('app.scope', int8range(t.scope_key, t.scope_high, '[]')::text, true);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_what_was_proposed(), app.agreement_usage(uuid[], timestamptz, timestamptz), app.act_for(integer, uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.agreement_usage(uuid[], timestamptz, timestamptz) TO fuqiao_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_what_was_proposed() TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.act_for(integer, uuid, timestamptz) TO fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.agreement_usage(uuid[], timestamptz, timestamptz) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
