ALTER TABLE referral_rating FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON referral_rating TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON referral_rating TO fuqiao_system;
--> statement-breakpoint
-- How the organisation found the service of a referral between networks (X-08) goes to the target's network too, in the transaction that says so, with the
-- event that its people are told by.
CREATE FUNCTION app.mirror_rating() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE far public.referral;
BEGIN
  SELECT r.* INTO far FROM public.referral_bridge b JOIN public.referral r ON r.network_id = b.network_b AND r.id = b.referral_b
  WHERE b.network_a = NEW.network_id AND b.referral_a = NEW.referral_id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO public.referral_rating (network_id, referral_id, organisation_id, grade, words, rated_at)
  VALUES (far.network_id, far.id, far.organisation_id, NEW.grade, NEW.words, NEW.rated_at);
  INSERT INTO public.outbox (network_id, topic, subject_id, payload, at)
  VALUES (far.network_id, 'rating', far.id, jsonb_build_object('action', 'rate', 'number', far.number, 'fromTenantId', far.from_tenant_id, 'toTenantId', far.to_tenant_id), NEW.rated_at);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER mirror_rating AFTER INSERT ON referral_rating FOR EACH ROW EXECUTE FUNCTION app.mirror_rating();
--> statement-breakpoint
DO $$
BEGIN
  REVOKE EXECUTE ON FUNCTION app.mirror_rating() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.mirror_rating() TO fuqiao_app, fuqiao_system;
  GRANT CREATE ON SCHEMA app TO fuqiao_system;
  ALTER FUNCTION app.mirror_rating() OWNER TO fuqiao_system;
  REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
END $$;
