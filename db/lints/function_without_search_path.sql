-- A function that looks names up on the caller's path can be fed another's table or operator.
select p.oid::regprocedure::text as object, 'search_path is not fixed' as fault
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  and not exists (select 1 from unnest(p.proconfig) as setting where setting ~ '^search_path=(""|pg_catalog, pg_temp)$')
