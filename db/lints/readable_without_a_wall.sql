-- A materialised view or a foreign table cannot have a wall, so the runtime role must not read one.
select n.nspname || '.' || c.relname as object, 'is read by fuqiao_app and cannot have row-level security' as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('m', 'f') and n.nspname !~ '^pg_' and has_table_privilege('fuqiao_app', c.oid, 'select')
