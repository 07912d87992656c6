-- As before, and as a gate: it answers the acting tenant's own grants alone, and behind the wall of grants its start took longer than its work.
CREATE OR REPLACE FUNCTION app.organisations_besides() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := nullif(current_setting('app.network', true), '')::int;
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  acting_organisation uuid := nullif(current_setting('app.organisation', true), '')::uuid;
  acting_now timestamptz := nullif(current_setting('app.now', true), '')::timestamptz;
BEGIN
  RETURN (
    SELECT array_append(array_agg(g.organisation_id), acting_organisation) FROM public.dossier_grant g
    WHERE g.network_id = acting_network AND g.tenant_id = acting_tenant
      AND g.ended_at IS NULL AND g.from_at <= acting_now AND g.until_at > acting_now
  );
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.organisations_besides() OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
