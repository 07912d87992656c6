-- Tells with each event whom it concerns, so that a server looks it up for those subscribers alone and not for everyone in the country. Ids only;
-- whoever hears it reads again under the wall.
CREATE OR REPLACE FUNCTION app.announce() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_notify('fuqiao', jsonb_build_object('id', NEW.id, 'network', NEW.network_id, 'topic', NEW.topic, 'subject', NEW.subject_id,
    'parties', (SELECT coalesce(jsonb_agg(p.id), '[]') FROM unnest(ARRAY[NEW.payload ->> 'fromTenantId', NEW.payload ->> 'toTenantId',
      NEW.payload ->> 'deskTenantId', NEW.payload ->> 'organisationId', NEW.payload ->> 'replacedTenantId']) AS p(id) WHERE p.id IS NOT NULL))::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- As before, but found from the range's own tenants by the indexes of inbox and outbox: it read every referral of the network, whoever asked.
CREATE OR REPLACE FUNCTION app.referral_counts(low bigint, high bigint, since timestamptz DEFAULT NULL, before timestamptz DEFAULT NULL)
RETURNS TABLE (side text, tenant_id uuid, other_tier text, other_kind text, state text, direction text, mode text, is_overdue boolean, is_escalated boolean, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE acting_network int := app.check_range(low, high);
BEGIN
  RETURN QUERY
    WITH inside AS MATERIALIZED (
      SELECT t.id FROM public.tenant t WHERE t.network_id = acting_network AND t.scope_key BETWEEN low AND high
    ), found AS (
      SELECT r.* FROM inside i JOIN public.referral r ON r.network_id = acting_network AND r.from_tenant_id = i.id WHERE r.state <> 'draft'
      UNION ALL
      SELECT r.* FROM inside i JOIN public.referral r ON r.network_id = acting_network AND r.to_tenant_id = i.id
      WHERE r.submitted_at IS NOT NULL AND r.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM inside s WHERE s.id = r.from_tenant_id)
    ), counted AS MATERIALIZED (
      SELECT r.from_tenant_id, r.to_tenant_id, r.state, r.direction, r.mode, r.submitted_at,
             coalesce(r.due_at < app.acting_now(), false) AS is_overdue, r.escalation_level = 2 AS is_escalated,
             f.scope_key BETWEEN low AND high AS is_sent, r.submitted_at IS NOT NULL AND t.scope_key BETWEEN low AND high AS is_received,
             f.tier AS from_tier, f.kind AS from_kind, t.tier AS to_tier, t.kind AS to_kind
      FROM found r
      JOIN public.tenant f ON f.network_id = r.network_id AND f.id = r.from_tenant_id
      LEFT JOIN public.tenant t ON t.network_id = r.network_id AND t.id = r.to_tenant_id
      WHERE (since IS NULL OR r.submitted_at >= since) AND (before IS NULL OR r.submitted_at < before)
    )
    SELECT 'sent', c.from_tenant_id, CASE WHEN c.submitted_at IS NOT NULL THEN c.to_tier END, CASE WHEN c.submitted_at IS NOT NULL THEN c.to_kind END,
           c.state, c.direction, c.mode, c.is_overdue, c.is_escalated, count(*) FROM counted c WHERE c.is_sent GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT 'received', c.to_tenant_id, c.from_tier, c.from_kind, c.state, c.direction, c.mode, c.is_overdue, c.is_escalated, count(*)
    FROM counted c WHERE c.is_received GROUP BY 2, 3, 4, 5, 6, 7, 8, 9
    UNION ALL
    SELECT 'touching', NULL, NULL, NULL, c.state, c.direction, c.mode, c.is_overdue, c.is_escalated, count(*)
    FROM counted c WHERE c.is_sent OR c.is_received GROUP BY 5, 6, 7, 8, 9;
END $$;
