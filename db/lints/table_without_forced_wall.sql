-- A table of ours without row-level security, or without FORCE, lets its owner (and whoever becomes it) see every tenant.
with allowed (name, reason) as (values
  ('drizzle.__drizzle_migrations', 'the list of applied migrations; no row of any tenant, and no grant to a runtime role')
)
select n.nspname || '.' || c.relname as object,
       case when not c.relrowsecurity then 'row-level security is off' else 'FORCE is missing' end as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not (c.relrowsecurity and c.relforcerowsecurity)
  and n.nspname || '.' || c.relname not in (select name from allowed)
