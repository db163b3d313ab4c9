-- Shortens how long the next statements of the transaction may take, so that counters which were read are not given up for
-- texts that are slow.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET
select pg_catalog.set_config('statement_timeout', '{millis}', true)
