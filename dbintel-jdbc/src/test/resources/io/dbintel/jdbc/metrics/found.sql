-- Findings that a test plants: numbers as a server makes them, and the same as a text that anybody may have chosen.
select 1 as subject, (1000000 + g)::text as name, 4000000000 + g as number, 'look' as lookup,
  count(*) over () as found
from generate_series(1, 25) as g
order by g
limit 22
