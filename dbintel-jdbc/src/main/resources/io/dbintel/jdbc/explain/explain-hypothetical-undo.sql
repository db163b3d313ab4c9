-- What outlives a rollback while a hypothetical index is there: it, and the prepared statement.
-- https://hypopg.readthedocs.io/en/rel1_stable/usage.html
select {hypopg}.hypopg_reset(); deallocate dbintel_explain
