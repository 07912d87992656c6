-- Whoever holds a referral, or a row of a dossier, and then writes a row that names a tenant waits for that tenant's key. A move changes the keys of a
-- subtree: it waits for such holders first, in the order in which they lock, and takes the keys after. For the centre at the top of a network alone.
CREATE FUNCTION app.lock_for_move(moving uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  acting_network int := app.require_root();
  moved uuid[];
BEGIN
  SELECT array_agg(b.id) INTO moved FROM public.tenant t
  JOIN public.tenant b ON b.network_id = t.network_id AND b.scope_key BETWEEN t.scope_key AND t.scope_high
  WHERE t.network_id = acting_network AND t.id = lock_for_move.moving;
  PERFORM 1 FROM public.referral r
  WHERE r.network_id = acting_network AND (r.holder IS NOT NULL OR r.state NOT IN ('closed', 'returned', 'declined', 'withdrawn', 'expired', 'consentRevoked', 'voided'))
    AND (r.from_tenant_id = ANY (moved) OR r.to_tenant_id = ANY (moved))
  ORDER BY r.id FOR UPDATE;
  PERFORM 1 FROM public.organisation o WHERE o.network_id = acting_network AND o.tenant_id = ANY (moved) ORDER BY o.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.dossier_section d WHERE d.network_id = acting_network AND d.tenant_id = ANY (moved) ORDER BY d.organisation_id, d.section FOR NO KEY UPDATE;
  PERFORM 1 FROM public.organisation_person p WHERE p.network_id = acting_network AND p.tenant_id = ANY (moved) ORDER BY p.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.attachment f WHERE f.network_id = acting_network AND f.tenant_id = ANY (moved) ORDER BY f.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.organisation_serving s WHERE s.network_id = acting_network AND s.tenant_id = ANY (moved) ORDER BY s.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.agreement a WHERE a.network_id = acting_network AND (a.first_tenant_id = ANY (moved) OR a.second_tenant_id = ANY (moved)) ORDER BY a.id FOR NO KEY UPDATE;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.lock_for_move(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.lock_for_move(uuid) TO fuqiao_app;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO fuqiao_system;
--> statement-breakpoint
ALTER FUNCTION app.lock_for_move(uuid) OWNER TO fuqiao_system;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM fuqiao_system;
