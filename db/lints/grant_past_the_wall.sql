-- TRUNCATE does not ask the wall; REFERENCES reads by error message; TRIGGER runs code in others' transactions; MAINTAIN locks. PUBLIC gets nothing at all.
select n.nspname || '.' || c.relname as object,
       a.privilege_type || ' granted to ' || coalesce(r.rolname, 'PUBLIC') as fault
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join lateral aclexplode(c.relacl) a
left join pg_roles r on r.oid = a.grantee
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (a.grantee = 0
       or r.rolname in ('fuqiao_app', 'fuqiao_system')
          and (a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN') or a.is_grantable))
