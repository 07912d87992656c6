ALTER TABLE target_share FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE target_share_event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- The ledger is appended; of a share, what it is of and between whom stands for ever.
GRANT SELECT, INSERT ON target_share, target_share_event TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (state, round, value, version, from_signatory, from_signed_at, signatory, signed_at, signed_value, signed_round, updated_at) ON target_share TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON target_share, target_share_event TO fuqiao_system;
--> statement-breakpoint
-- Each hand moves a share through its own part alone, and what holds changes by both signatures alone: a policy does not see the old row beside the new.
CREATE FUNCTION app.keep_target_share() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  is_giver boolean := OLD.from_tenant_id = acting_tenant;
  is_taker boolean := OLD.tenant_id = acting_tenant;
  is_own boolean := OLD.from_tenant_id = OLD.tenant_id;
BEGIN
  IF (NEW.state, NEW.value) IS DISTINCT FROM (OLD.state, OLD.value) AND NOT (CASE NEW.state
       WHEN 'set' THEN is_own
       WHEN 'proposed' THEN is_giver
       WHEN 'countered' THEN is_taker AND OLD.state IN ('proposed', 'agreed', 'signed')
       WHEN 'agreed' THEN NEW.value = OLD.value AND (OLD.state = 'proposed' AND is_taker OR OLD.state = 'countered' AND is_giver)
       WHEN 'withdrawn' THEN is_giver AND OLD.signed_value IS NULL
       WHEN 'signed' THEN OLD.state = 'agreed' AND NEW.value = OLD.value AND NEW.from_signed_at IS NOT NULL AND NEW.signed_at IS NOT NULL
                          OR is_giver AND NEW.value = OLD.signed_value
       ELSE false END)
     OR (OLD.signed_value, OLD.signed_round) IS DISTINCT FROM (NEW.signed_value, NEW.signed_round) AND NOT (
          is_own OR NEW.state = 'signed' AND OLD.state = 'agreed' AND NEW.signed_value = OLD.value AND NEW.signed_round = OLD.round)
     OR (OLD.from_signed_at, OLD.from_signatory) IS DISTINCT FROM (NEW.from_signed_at, NEW.from_signatory) AND NEW.from_signed_at IS NOT NULL AND NOT is_giver
     OR (OLD.signed_at, OLD.signatory) IS DISTINCT FROM (NEW.signed_at, NEW.signatory) AND NEW.signed_at IS NOT NULL AND NOT is_taker THEN
    RAISE EXCEPTION 'each hand moves a share of a target through its own part' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_target_share BEFORE UPDATE ON target_share FOR EACH ROW
WHEN (current_user = 'fuqiao_app') EXECUTE FUNCTION app.keep_target_share();
--> statement-breakpoint
DO $$
BEGIN
  REVOKE EXECUTE ON FUNCTION app.keep_target_share() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.keep_target_share() TO fuqiao_app, fuqiao_system;
END $$;
