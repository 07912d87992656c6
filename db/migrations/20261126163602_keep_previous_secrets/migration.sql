-- Whoever gives an endpoint a new secret cannot read the one before it: the table keeps that itself, and takes none from a request.
CREATE FUNCTION app.keep_previous_secret() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.previous_sealed_secret := CASE WHEN NEW.sealed_secret = OLD.sealed_secret THEN OLD.previous_sealed_secret ELSE OLD.sealed_secret END;
  RETURN NEW;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.keep_previous_secret() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER keep_previous_secret BEFORE UPDATE ON webhook_endpoint FOR EACH ROW
WHEN ((OLD.sealed_secret, OLD.previous_sealed_secret) IS DISTINCT FROM (NEW.sealed_secret, NEW.previous_sealed_secret))
EXECUTE FUNCTION app.keep_previous_secret();
--> statement-breakpoint
GRANT SELECT (previous_until) ON webhook_endpoint TO fuqiao_app;
