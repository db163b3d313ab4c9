-- Lets go of locks and settings.
-- https://www.postgresql.org/docs/current/sql-rollback-to.html
rollback to savepoint dbintel_explain
