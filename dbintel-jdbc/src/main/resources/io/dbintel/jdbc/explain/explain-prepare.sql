-- Analyses a statement that was proven to be one, under a name of ours. Runs nothing of it. Types that are unknown are found out.
-- https://www.postgresql.org/docs/current/sql-prepare.html
prepare dbintel_explain{types} as {statement}
