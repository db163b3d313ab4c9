-- The cluster's identifier, which a physical standby shares, and the timeline, which a promotion changes.
-- https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-CONTROL
select s.system_identifier::text as system_identifier, c.timeline_id::bigint as timeline
from pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c
