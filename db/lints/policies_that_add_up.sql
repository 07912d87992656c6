-- Permissive policies are joined by OR: a second one for the same command and role widens the first without a word in it.
select p.polrelid::regclass || ' ' || command || ' for ' || role::regrole as object,
       'permissive policies: ' || string_agg(p.polname, ', ' order by p.polname) as fault
from pg_policy p
cross join lateral unnest(p.polroles) as role
cross join lateral unnest(case when p.polcmd = '*' then array['r', 'a', 'w', 'd'] else array[p.polcmd::text] end) as command
where p.polpermissive and role <> 0
group by p.polrelid, command, role
having count(*) > 1
