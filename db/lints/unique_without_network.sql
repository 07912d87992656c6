-- A unique index that leaves the network out answers "taken" about a row of another network.
with allowed (name, reason) as (values
  ('membership_pkey', 'a random id that no caller chooses; a person''s memberships reach over networks'),
  ('outbox_pkey', 'a counter for the worker alone; the runtime role can append and cannot read')
)
select i.indrelid::regclass || '.' || x.relname as object, 'unique without network_id' as fault
from pg_index i
join pg_class x on x.oid = i.indexrelid
join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'network_id' and not a.attisdropped
where i.indisunique and not a.attnum = any (i.indkey::int2[])
  and x.relnamespace = 'public'::regnamespace
  and x.relname not in (select name from allowed)
