ALTER TABLE profile_version FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE profile_pass FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE profile_pass_line FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON profile_version, profile_pass TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (content, digest, state, revision, reason, updated_at, scheduled_by_name, scheduled_at, in_force_on) ON profile_version TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (state, finished_at) ON profile_pass TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT ON profile_pass_line TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON profile_version, profile_pass, profile_pass_line TO fuqiao_system;
--> statement-breakpoint
-- Rules are written while they are a draft alone; whatever was announced, or was ever in force, stays word for word, whoever comes to it.
CREATE FUNCTION app.keep_profile_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (OLD.content, OLD.digest) IS DISTINCT FROM (NEW.content, NEW.digest) AND (OLD.state <> 'draft' OR NEW.state <> 'draft')
     OR (OLD.network_id, OLD.version, OLD.base_version, OLD.rolls_back, OLD.person_id, OLD.created_at)
        IS DISTINCT FROM (NEW.network_id, NEW.version, NEW.base_version, NEW.rolls_back, NEW.person_id, NEW.created_at) THEN
    RAISE EXCEPTION 'rules that were announced stay as they are' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_profile_version BEFORE UPDATE ON profile_version FOR EACH ROW EXECUTE FUNCTION app.keep_profile_version();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_profile_version() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_profile_version() TO fuqiao_app, fuqiao_system;
