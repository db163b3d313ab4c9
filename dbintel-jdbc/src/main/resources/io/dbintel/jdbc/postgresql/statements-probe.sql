-- Whether pg_stat_statements can be read: it can be created and yet not be loaded.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
select 1 as one from {schema}.pg_stat_statements(false) limit 1
