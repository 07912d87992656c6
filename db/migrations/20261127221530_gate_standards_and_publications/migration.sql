ALTER TABLE standard_version FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE service_item FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE acknowledgement FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE publication FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE publication_paper FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON standard_version, service_item, acknowledgement, publication, publication_paper TO fuqiao_app;
--> statement-breakpoint
-- A draft is written and may be thrown away; what was published, asked for or acknowledged is kept.
GRANT DELETE ON standard_version, publication, publication_paper TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (title, sections, services, in_force_from, state, published_at, version, updated_at) ON standard_version TO fuqiao_app;
--> statement-breakpoint
-- What is asked for is never rewritten: it is ended, and another item asked for.
GRANT UPDATE (state, end_reason, ended_at, version, updated_at) ON service_item TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (category, title, body, change_note, state, remarks, decided_by_name, submitted_at, published_at, withdrawn_at, withdraw_reason, version, updated_at)
ON publication TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON standard_version, service_item, acknowledgement, publication, publication_paper TO fuqiao_system;
--> statement-breakpoint
-- What was handed in stays as it was read, and what was published as it was approved, whoever writes.
CREATE FUNCTION app.keep_publication() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.state NOT IN ('draft', 'returned')
     AND (OLD.category, OLD.title, OLD.body, OLD.change_note) IS DISTINCT FROM (NEW.category, NEW.title, NEW.body, NEW.change_note) THEN
    RAISE EXCEPTION 'what was handed in stays as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_publication BEFORE UPDATE OF category, title, body, change_note ON publication FOR EACH ROW EXECUTE FUNCTION app.keep_publication();
--> statement-breakpoint
CREATE FUNCTION app.keep_standard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.state = 'published'
     AND (OLD.code, OLD.number, OLD.title, OLD.sections, OLD.services, OLD.in_force_from, OLD.state, OLD.published_at)
     IS DISTINCT FROM (NEW.code, NEW.number, NEW.title, NEW.sections, NEW.services, NEW.in_force_from, NEW.state, NEW.published_at) THEN
    RAISE EXCEPTION 'what was published stays as it is' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_standard BEFORE UPDATE ON standard_version FOR EACH ROW EXECUTE FUNCTION app.keep_standard();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_publication(), app.keep_standard() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_publication(), app.keep_standard() TO fuqiao_app, fuqiao_system;
