-- What shows the outcome of a referral between networks (X-08) goes to the sender's network too, in the transaction that reports it: the sender and the
-- organisation read it there. It names the network and the incubator, and no person.
CREATE FUNCTION app.mirror_outcome_paper() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.attachment (network_id, id, tenant_id, scope_key, organisation_id, purpose, file_name, media_type, size, sha256, content, person_name, created_at, referral_id)
  SELECT a.network_id, gen_random_uuid(), t.id, t.scope_key, a.organisation_id, NEW.purpose, NEW.file_name, NEW.media_type, NEW.size, NEW.sha256, NEW.content,
    app.named_abroad(NEW.network_id, NEW.tenant_id), NEW.created_at, a.id
  FROM public.referral_bridge b JOIN public.referral a ON a.network_id = b.network_a AND a.id = b.referral_a
  JOIN public.tenant t ON t.network_id = a.network_id AND t.id = a.to_tenant_id
  WHERE b.network_b = NEW.network_id AND b.referral_b = NEW.referral_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER mirror_outcome_paper AFTER INSERT ON attachment FOR EACH ROW WHEN (NEW.purpose = 'outcomePaper') EXECUTE FUNCTION app.mirror_outcome_paper();
--> statement-breakpoint
DO $$
BEGIN
  REVOKE EXECUTE ON FUNCTION app.mirror_outcome_paper() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.mirror_outcome_paper() TO fuqiao_app, fuqiao_system;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  ALTER FUNCTION app.mirror_outcome_paper() OWNER TO fuqiao_system;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
