select pg_catalog.pg_sleep(60)::text as slept
