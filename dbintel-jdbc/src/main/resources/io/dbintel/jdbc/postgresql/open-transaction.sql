-- Opens each transaction of ours: read-only, limited, and with nothing left when it ends (the third argument says "local").
-- The search path keeps functions and operators that somebody planted in another schema from being taken for the server's own.
-- JIT compiles nothing that is worth its time in statements as small as ours.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET
select pg_catalog.set_config('transaction_read_only', 'on', true),
  pg_catalog.set_config('statement_timeout', '{statement_timeout}', true),
  pg_catalog.set_config('lock_timeout', '{lock_timeout}', true),
  pg_catalog.set_config('application_name', 'dbintel', true),
  pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
  pg_catalog.set_config('jit', 'off', true)
