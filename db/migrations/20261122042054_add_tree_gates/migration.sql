-- Gates of the tree's changes (B-08): only the centre at the top of a network passes them.
CREATE FUNCTION app.require_root() RETURNS int
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  low bigint := nullif(current_setting('app.low', true), '')::bigint;
  high bigint := nullif(current_setting('app.high', true), '')::bigint;
BEGIN
  IF low IS NULL OR high - low <> 281474976710655 THEN
    RAISE EXCEPTION 'only the root of a network changes its tree' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN nullif(current_setting('app.network', true), '')::int;
END $$;
--> statement-breakpoint
-- What a merged tenant kept goes into the custody of its successor: organisations, dossiers, people, documents. Working notes stay where they were written.
CREATE FUNCTION app.move_custody_to_successor(merged uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.require_root();
  heir uuid;
  place bigint;
BEGIN
  SELECT s.id, s.scope_key INTO heir, place FROM public.tenant t JOIN public.tenant s ON s.network_id = t.network_id AND s.id = t.successor_id
  WHERE t.network_id = acting_network AND t.id = merged AND t.status = 'merged' AND s.status = 'active';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the tenant is not merged into an active one' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.organisation SET tenant_id = heir, scope_key = place, version = version + 1, updated_at = app.acting_now() WHERE network_id = acting_network AND tenant_id = merged;
  UPDATE public.organisation SET reporting_tenant_id = heir WHERE network_id = acting_network AND reporting_tenant_id = merged;
  UPDATE public.dossier_section SET tenant_id = heir, scope_key = place WHERE network_id = acting_network AND tenant_id = merged;
  UPDATE public.organisation_person SET tenant_id = heir, scope_key = place WHERE network_id = acting_network AND tenant_id = merged;
  UPDATE public.attachment SET tenant_id = heir, scope_key = place WHERE network_id = acting_network AND tenant_id = merged;
  UPDATE public.organisation_serving SET tenant_id = heir, scope_key = place WHERE network_id = acting_network AND tenant_id = merged AND until_at IS NULL;
END $$;
--> statement-breakpoint
-- Open referrals of tenants that moved find their lowest common superior anew: the lowest active tenant above both parties that is neither of them, else the root.
CREATE FUNCTION app.redesk_referrals(moved uuid[]) RETURNS void
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
  WHERE r.network_id = acting_network AND r.desk_tenant_id IS NOT NULL
    AND r.state NOT IN ('draft', 'declined', 'withdrawn', 'closed') AND (r.from_tenant_id = ANY (moved) OR r.to_tenant_id = ANY (moved));
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.require_root(), app.move_custody_to_successor(uuid), app.redesk_referrals(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.require_root(), app.move_custody_to_successor(uuid), app.redesk_referrals(uuid[]) TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.move_custody_to_successor(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.redesk_referrals(uuid[]) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
