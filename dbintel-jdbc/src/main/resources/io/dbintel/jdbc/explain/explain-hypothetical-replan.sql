-- The generic plan is kept once it is made, and would be shown again. What was analysed stays as it was.
-- https://www.postgresql.org/docs/current/sql-discard.html
discard plans
