-- What every role may ask of every server, primary or standby.
-- https://www.postgresql.org/docs/current/functions-info.html
select pg_catalog.current_setting('server_version_num')::int as version_num,
  pg_catalog.pg_is_in_recovery() as standby,
  pg_catalog.host(pg_catalog.inet_server_addr()) as address,
  pg_catalog.inet_server_port() as port,
  (extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint as started_micros,
  current_user::text as role,
  pg_catalog.current_database()::text as database,
  pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute')
    and pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()', 'execute') as control
