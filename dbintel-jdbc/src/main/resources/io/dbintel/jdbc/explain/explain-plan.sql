-- The plan for any parameters. Without ANALYZE nothing is executed.
-- https://www.postgresql.org/docs/current/sql-explain.html
explain (format json, verbose, settings) execute dbintel_explain{parameters}
