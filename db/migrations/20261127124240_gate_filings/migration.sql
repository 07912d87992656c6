ALTER TABLE filing FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE filing_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON filing, filing_event TO fuqiao_app;
--> statement-breakpoint
-- Whose it is and of which organisation is never rewritten by a request.
GRANT UPDATE (state, number, division_code, responsible_name, members, field, activities, venue, decided_at, filed_on, valid_until, renewed_at, reason,
  over_at, version, updated_at) ON filing TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON filing, filing_event TO fuqiao_system;
--> statement-breakpoint
-- Nothing is filed for an organisation that was merged into another; that its filing ends with the merge is all that is written.
CREATE TRIGGER of_no_merged BEFORE INSERT ON filing FOR EACH ROW EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
CREATE TRIGGER of_no_merged_again BEFORE UPDATE OF state ON filing FOR EACH ROW WHEN (NEW.state <> 'ended') EXECUTE FUNCTION app.refuse_merged();
--> statement-breakpoint
-- An organisation that comes into the register as filed, by whatever hand (registered, imported, received from another network), has its line in the
-- register of filings from the same instant. An application that was open is answered by it. Where the register made the number itself, the line is there.
CREATE FUNCTION app.enter_filing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  entered uuid;
  reached integer;
BEGIN
  IF EXISTS (SELECT 1 FROM public.filing f WHERE f.network_id = NEW.network_id AND f.organisation_id = NEW.id AND f.number = NEW.filing_number) THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.filing AS f (network_id, id, organisation_id, tenant_id, scope_key, state, number, division_code, responsible_name, field, venue,
    applied_at, applied_by_name, decided_at, filed_on, updated_at)
  VALUES (NEW.network_id, gen_random_uuid(), NEW.id, NEW.tenant_id, NEW.scope_key, 'filed', NEW.filing_number, NEW.division_code, '', NEW.field, NEW.address,
    NEW.updated_at, '', NEW.updated_at, coalesce(NEW.filed_on, (NEW.updated_at AT TIME ZONE 'Asia/Shanghai')::date), NEW.updated_at)
  ON CONFLICT (network_id, organisation_id) WHERE state IN ('applied', 'filed') DO UPDATE
    SET state = 'filed', number = EXCLUDED.number, decided_at = EXCLUDED.decided_at, filed_on = EXCLUDED.filed_on, version = f.version + 1,
      updated_at = EXCLUDED.updated_at
    WHERE f.state = 'applied'
  RETURNING f.id, f.version INTO entered, reached;
  IF entered IS NOT NULL THEN
    INSERT INTO public.filing_event (network_id, filing_id, seq, at, action, to_state, actor_tenant_id, actor_name)
    VALUES (NEW.network_id, entered, reached, NEW.updated_at, 'register', 'filed', NEW.tenant_id, '');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER enter_filing AFTER INSERT OR UPDATE OF kind, filing_number ON organisation FOR EACH ROW
WHEN (NEW.kind = 'communityFiled' AND NEW.filing_number IS NOT NULL AND NEW.merged_into_id IS NULL) EXECUTE FUNCTION app.enter_filing();
--> statement-breakpoint
-- Filings go with the organisation: to whoever has it in custody now; and end with it where it is merged into another.
CREATE FUNCTION app.follow_organisation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE ended record;
BEGIN
  IF NEW.tenant_id IS DISTINCT FROM OLD.tenant_id THEN
    UPDATE public.filing f SET tenant_id = NEW.tenant_id, scope_key = NEW.scope_key WHERE f.network_id = NEW.network_id AND f.organisation_id = NEW.id;
  END IF;
  IF OLD.merged_into_id IS NULL AND NEW.merged_into_id IS NOT NULL THEN
    UPDATE public.filing f SET state = 'ended', over_at = NEW.merged_at, reason = NEW.merge_reason, version = f.version + 1, updated_at = NEW.merged_at
    WHERE f.network_id = NEW.network_id AND f.organisation_id = NEW.id AND f.state IN ('applied', 'filed') RETURNING f.id, f.version INTO ended;
    IF FOUND THEN
      INSERT INTO public.filing_event (network_id, filing_id, seq, at, action, to_state, actor_tenant_id, actor_name)
      VALUES (NEW.network_id, ended.id, ended.version, NEW.merged_at, 'merge', 'ended', NEW.tenant_id, '');
    END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER follow_organisation AFTER UPDATE OF tenant_id, merged_into_id ON organisation FOR EACH ROW EXECUTE FUNCTION app.follow_organisation();
--> statement-breakpoint
-- Those that are in the register as filed.
INSERT INTO filing (network_id, id, organisation_id, tenant_id, scope_key, state, number, division_code, responsible_name, field, venue, applied_at,
  applied_by_name, decided_at, filed_on, updated_at)
SELECT o.network_id, gen_random_uuid(), o.id, o.tenant_id, o.scope_key, 'filed', o.filing_number, o.division_code, '', o.field, o.address, o.created_at, '',
  o.created_at, coalesce(o.filed_on, (o.created_at AT TIME ZONE 'Asia/Shanghai')::date), o.updated_at
FROM organisation o WHERE o.kind = 'communityFiled' AND o.filing_number IS NOT NULL AND o.merged_into_id IS NULL;
--> statement-breakpoint
INSERT INTO filing_event (network_id, filing_id, seq, at, action, to_state, actor_tenant_id, actor_name)
SELECT f.network_id, f.id, 1, f.applied_at, 'register', 'filed', f.tenant_id, '' FROM filing f;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.enter_filing(), app.follow_organisation() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.enter_filing(), app.follow_organisation() TO fuqiao_app, fuqiao_system;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.enter_filing() OWNER TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.follow_organisation() OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
