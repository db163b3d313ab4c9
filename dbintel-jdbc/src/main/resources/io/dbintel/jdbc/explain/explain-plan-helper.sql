-- The same by a function that an administrator made, as a role that may do what the statement does.
-- https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
select {helper}({parameters}) as "QUERY PLAN"
