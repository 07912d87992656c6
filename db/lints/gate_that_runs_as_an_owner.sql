-- A gate (SECURITY DEFINER) runs as its owner. That is the system role, which stands before the wall like everyone, and never an administrator.
select p.oid::regprocedure::text as object, 'runs as ' || p.proowner::regrole as fault
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and p.proowner <> 'fuqiao_system'::regrole
