ALTER TABLE document_check FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE calendar_load FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE calendar_move FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT ON document_check, calendar_load TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT ON calendar_move TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (revoked_at, revoked_by_name, revoke_reason) ON document_check TO fuqiao_app;
--> statement-breakpoint
GRANT UPDATE (state, decided_at, decided_by_name) ON calendar_load TO fuqiao_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON document_check, calendar_load, calendar_move TO fuqiao_system;
--> statement-breakpoint
-- A proposed list comes into force: for the centre at the top of the network that proposed it, on the very lists it was tried on, and not before the
-- due dates of the list before have moved. Answers 'confirmed', or what stands in its way. Servers are told, and read the days again.
CREATE FUNCTION app.confirm_calendar(load_id uuid, decided_by text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l public.calendar_load;
  acting_network int := nullif(current_setting('app.network', true), '')::int;
BEGIN
  IF nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint IS DISTINCT FROM 281474976710655 THEN
    RAISE EXCEPTION 'only the centre at the top of a network loads a calendar' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- One at a time in the whole installation: whoever comes second sees what the first has done.
  PERFORM pg_advisory_xact_lock(hashtext('fuqiao calendar'));
  SELECT * INTO l FROM public.calendar_load x WHERE x.network_id = acting_network AND x.id = confirm_calendar.load_id FOR UPDATE;
  IF NOT FOUND OR l.state <> 'proposed' THEN RETURN 'decided'; END IF;
  IF (SELECT string_agg(y.year || ':' || y.version, ',' ORDER BY y.year) FROM public.calendar_year y) IS DISTINCT FROM l.base THEN RETURN 'changed'; END IF;
  IF EXISTS (SELECT 1 FROM public.calendar_load x WHERE x.state = 'confirmed' AND x.finished_at IS NULL) THEN RETURN 'moving'; END IF;
  INSERT INTO public.calendar_year (year, version, loaded_at, source, rows) VALUES (l.year, l.list_version, app.acting_now(), 'administrator', l.rows)
    ON CONFLICT (year) DO UPDATE SET version = excluded.version, loaded_at = excluded.loaded_at, source = excluded.source, rows = excluded.rows;
  -- A later list has the last word on the days before New Year, which two lists may name.
  DELETE FROM public.calendar_day;
  INSERT INTO public.calendar_day (day, kind, name)
    SELECT DISTINCT ON ((r ->> 0)::date) (r ->> 0)::date, r ->> 1, r ->> 2 FROM public.calendar_year y, jsonb_array_elements(y.rows) r
    ORDER BY (r ->> 0)::date, y.year DESC;
  UPDATE public.calendar_load x SET state = 'confirmed', decided_at = app.acting_now(), decided_by_name = confirm_calendar.decided_by
    WHERE x.network_id = l.network_id AND x.id = l.id;
  PERFORM pg_notify('fuqiao_calendar', '');
  RETURN 'confirmed';
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.confirm_calendar(uuid, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.confirm_calendar(uuid, text) TO fuqiao_app;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.confirm_calendar(uuid, text) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
