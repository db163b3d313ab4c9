-- An index that only the planner of this session knows, until it is reset: nothing is built and nothing is written. The places hold names
-- as hexadecimal UTF-8, the columns separated by commas.
-- https://hypopg.readthedocs.io/en/rel1_stable/usage.html
select h.indexname as name
from {hypopg}.hypopg_create_index(pg_catalog.format(
  'create index on %I.%I (%s)',
  pg_catalog.convert_from(pg_catalog.decode('{schema}', 'hex'), 'UTF8'),
  pg_catalog.convert_from(pg_catalog.decode('{relation}', 'hex'), 'UTF8'),
  (select pg_catalog.string_agg(pg_catalog.quote_ident(pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')), ', ' order by x.place)
    from pg_catalog.regexp_split_to_table('{columns}', ',') with ordinality as x(hex, place)))) as h
