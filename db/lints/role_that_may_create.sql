-- A runtime role that may create objects can put a function or a table where another's search finds it first.
select r.rolname || ' in ' || n.nspname as object, 'may create objects in this schema' as fault
from pg_roles r, pg_namespace n
where r.rolname in ('fuqiao_app', 'fuqiao_system') and n.nspname !~ '^pg_(toast|temp)' and has_schema_privilege(r.oid, n.oid, 'create')
