-- A statement that a test added.
select 'one' as row_key, null::int8 as reset_micros, 'forty-two' as word, 42 as n,
  (extract(epoch from pg_catalog.clock_timestamp()) * 1000000)::int8 as calls,
  extract(epoch from pg_catalog.clock_timestamp())::float8 * 1000 as time
