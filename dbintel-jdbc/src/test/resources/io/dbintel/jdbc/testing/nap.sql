select pg_catalog.pg_sleep(0.02)::text as slept
