-- Bytes of a file of the log: {name} is hexadecimal. Bytes, because the text variant fails where a read ends inside a character.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-GENFILE
with place(at) as (select ?::bigint[])
select pg_catalog.pg_read_binary_file(
    pg_catalog.current_setting('log_directory') || '/' || pg_catalog.convert_from(pg_catalog.decode({name}, 'hex'), 'UTF8'),
    at[1], at[2], true) as bytes
from place
