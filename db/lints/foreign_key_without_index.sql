-- Without an index on the near side each delete or move on the far side reads the whole table.
select c.conrelid::regclass || '.' || c.conname as object, 'no index begins with its columns' as fault
from pg_constraint c
where c.contype = 'f'
  and not exists (
    select 1 from pg_index i
    where i.indrelid = c.conrelid and i.indpred is null and i.indisvalid
      and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
  )
