-- Replication slots, without what takes a look at the write-ahead log. One that was lost still shows what it needed, and
-- holds nothing any more.
-- https://www.postgresql.org/docs/current/view-pg-replication-slots.html
SELECT
  s.slot_name::pg_catalog.text AS slot,
  s.slot_type,
  s.active::pg_catalog.int4 AS active,
  (coalesce(s.wal_status, '') = 'lost')::pg_catalog.int4 AS lost,
  s.safe_wal_size AS safe_bytes,
  CASE
    WHEN s.wal_status = 'lost' THEN 0
    ELSE coalesce(greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)), 0)
  END::pg_catalog.int8 AS xmin_age
FROM pg_catalog.pg_replication_slots AS s
ORDER BY xmin_age DESC, s.slot_name
LIMIT 1001
