-- A role that a server runs as must not be a superuser, bypass the wall, own a relation, make roles or databases, or be a member of anything.
select r.rolname || coalesce(' → ' || f.subject, '') as object, f.fault
from pg_roles r
cross join lateral (
  select null::text as subject, 'is a superuser' as fault where r.rolsuper
  union all select null, 'has BYPASSRLS' where r.rolbypassrls
  union all select null, 'may create roles' where r.rolcreaterole
  union all select null, 'may create databases' where r.rolcreatedb
  union all select null, 'may replicate' where r.rolreplication
  union all select c.relname, 'owns this relation' from pg_class c where c.relowner = r.oid
  union all select g.rolname, 'is a member of this role' from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid
) f
where r.rolname in ('fuqiao_app', 'fuqiao_system')
