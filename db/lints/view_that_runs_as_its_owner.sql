-- A view without security_invoker reads with its owner's eyes, which stand behind no wall that was meant for the reader.
select n.nspname || '.' || c.relname as object, 'security_invoker is not set' as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not coalesce((select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_invoker'), false)
