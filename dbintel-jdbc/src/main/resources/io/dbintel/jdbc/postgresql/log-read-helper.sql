-- Bytes of a file of the log, by the function of log-reader-setup.sql: {name} is hexadecimal.
with place(at) as (select ?::bigint[])
select dbintel_logs.read_log(pg_catalog.convert_from(pg_catalog.decode({name}, 'hex'), 'UTF8'), at[1], at[2]::integer) as bytes
from place
