-- current_setting() and our own functions run once a row unless a scalar subselect holds them: correct, and a thousand times slower.
with expression as (
  select p.polrelid::regclass || '.' || p.polname as object,
         concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as text
  from pg_policy p
)
select object, 'calls a function outside a scalar subselect' as fault
from expression
-- What remains after taking away every "( SELECT … )" that reads no table, with its parentheses to the fifth depth.
where regexp_replace(text, '\( SELECT (?:(?! FROM )[^()]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))*\))*\)', '', 'g') ~ '(current_setting|app\.\w+)\s*\('
