-- Databases whose oldest transaction id is three quarters of the way to where the server stops taking writes, or twice as
-- old as autovacuum's own emergency threshold lets it become, whichever comes first: vacuum does not keep up, or is held.
-- https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
SELECT
  d.datname::pg_catalog.text AS subject,
  (greatest(pg_catalog.age(d.datfrozenxid), pg_catalog.mxid_age(d.datminmxid)) / 1000000)::pg_catalog.text || ' million'
    AS age,
  'SELECT datname FROM pg_database WHERE oid = ' || d.oid::pg_catalog.text || ';' AS lookup,
  pg_catalog.count(*) OVER () AS found
FROM pg_catalog.pg_database AS d
WHERE pg_catalog.age(d.datfrozenxid)
    > least(1500000000, 2 * pg_catalog.current_setting('autovacuum_freeze_max_age')::pg_catalog.int8)
  OR pg_catalog.mxid_age(d.datminmxid)
    > least(1500000000, 2 * pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::pg_catalog.int8)
ORDER BY pg_catalog.age(d.datfrozenxid) DESC
LIMIT 20
