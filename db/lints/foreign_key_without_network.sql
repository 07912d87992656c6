-- Foreign keys are checked behind the wall's back. Between two tables of networks the key must carry the network, or a row may point into another.
select c.conrelid::regclass || '.' || c.conname as object, 'the key leaves network_id out' as fault
from pg_constraint c
join pg_attribute here on here.attrelid = c.conrelid and here.attname = 'network_id' and not here.attisdropped
join pg_attribute there on there.attrelid = c.confrelid and there.attname = 'network_id' and not there.attisdropped
where c.contype = 'f'
  and not exists (
    select 1 from unnest(c.conkey, c.confkey) as k(near, far) where k.near = here.attnum and k.far = there.attnum
  )
