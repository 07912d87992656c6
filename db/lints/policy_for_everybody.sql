-- A policy for PUBLIC applies to roles nobody thought of.
select p.polrelid::regclass || '.' || p.polname as object, 'applies to PUBLIC' as fault
from pg_policy p where 0 = any (p.polroles)
