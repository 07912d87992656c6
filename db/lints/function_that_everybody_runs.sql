-- New functions are executable by PUBLIC unless it is revoked.
select p.oid::regprocedure::text as object, 'PUBLIC may execute it' as fault
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0))
