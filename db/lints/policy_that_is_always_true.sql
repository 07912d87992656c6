-- A policy that is always true is no wall. Where one is meant, the reason stands here.
with allowed (relation, policy, reason) as (values
  ('division', 'read', 'administrative divisions as the state publishes them'),
  ('calendar_day', 'read', 'public holidays as the state publishes them'),
  ('calendar_year', 'read', 'which years of them are loaded')
)
select p.polrelid::regclass || '.' || p.polname as object, 'is always true' as fault
from pg_policy p
where ('true' in (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
  and (p.polrelid::regclass::text, p.polname) not in (select relation, policy from allowed)
  -- Jobs, sign-in and the gates work across tenants by design; what they may touch, their grants say.
  and not (p.polname = 'system' and p.polroles = array['fuqiao_system'::regrole::oid])
