-- The printed letter of an organisation names the agreement that it was referred under, by number and title: an organisation reads no agreement.
CREATE FUNCTION app.cited_agreement(referral_id uuid)
RETURNS TABLE (number text, title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.number, a.title
  FROM public.referral r JOIN public.agreement a ON a.network_id = r.network_id AND a.id = r.agreement_id
  WHERE r.network_id = nullif(current_setting('app.network', true), '')::int AND r.id = cited_agreement.referral_id AND r.submitted_at IS NOT NULL
    AND r.organisation_id = nullif(current_setting('app.organisation', true), '')::uuid
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.cited_agreement(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.cited_agreement(uuid) TO fuqiao_app;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.cited_agreement(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
