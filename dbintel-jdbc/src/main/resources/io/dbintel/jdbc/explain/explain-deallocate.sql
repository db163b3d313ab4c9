-- A prepared statement outlives its transaction.
-- https://www.postgresql.org/docs/current/sql-deallocate.html
deallocate dbintel_explain
