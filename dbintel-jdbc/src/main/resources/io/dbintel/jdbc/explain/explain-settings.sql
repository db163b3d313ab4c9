-- The search path is the one that the statement has when it runs, as hexadecimal UTF-8: nothing in it can end the literal. What is planned
-- without parameters prunes no partition then, so it prunes none now: with NULLs all would go.
-- https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-PLAN-CACHE-MODE
select pg_catalog.set_config('search_path', pg_catalog.convert_from(pg_catalog.decode('{path}', 'hex'), 'UTF8'), true),
  pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true),
  pg_catalog.set_config('enable_partition_pruning', 'off', true),
  pg_catalog.set_config('statement_timeout', '{statement_timeout}', true),
  pg_catalog.set_config('lock_timeout', '{lock_timeout}', true)
