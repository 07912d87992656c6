-- What is granted but has no policy fails silently; what has a policy but no grant was meant and forgotten. Both sides must say the same.
with command (name, letter) as (values ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')),
state as (
  select c.oid::regclass::text as relation, command.name,
         has_table_privilege('fuqiao_app', c.oid, command.name)
           or command.name <> 'DELETE' and has_any_column_privilege('fuqiao_app', c.oid, command.name) as granted,
         exists (
           select 1 from pg_policy p where p.polrelid = c.oid and p.polcmd in (command.letter, '*') and 'fuqiao_app'::regrole = any (p.polroles)
         ) as walled
  from pg_class c cross join command
  where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
)
select relation as object, name || case when granted then ' is granted to fuqiao_app without a policy' else ' has a policy for fuqiao_app without a grant' end as fault
from state where granted <> walled
