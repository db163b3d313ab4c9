-- Hypothetical indexes outlive a rollback.
-- https://hypopg.readthedocs.io/en/rel1_stable/usage.html
select {hypopg}.hypopg_reset()
