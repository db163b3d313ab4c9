-- What a statement that is explained changes and locks ends here, so that one that fails spoils no other.
-- https://www.postgresql.org/docs/current/sql-savepoint.html
savepoint dbintel_explain
