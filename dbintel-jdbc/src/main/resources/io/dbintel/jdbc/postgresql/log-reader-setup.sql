-- What lets a role read the server's log and nothing else: two functions of a role that owns nothing else.
-- Run it as a superuser in the database dbintel logs in to. It is run by people, not by dbintel.
-- Log files that were written within the last hour can be read, so that the end of one is not missed when the next begins.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-GENFILE
CREATE ROLE dbintel_log_reader NOLOGIN;
GRANT pg_monitor TO dbintel_log_reader;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_current_logfile(text), pg_catalog.pg_ls_logdir(),
  pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) TO dbintel_log_reader;
CREATE SCHEMA dbintel_logs;
CREATE FUNCTION dbintel_logs.log_files(OUT name text, OUT size bigint, OUT modified_micros bigint, OUT format text) RETURNS SETOF record
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ WITH now_written AS MATERIALIZED (
      SELECT d.format, regexp_replace(pg_current_logfile(d.format), '^.*/', '') AS name
      FROM unnest(CASE WHEN current_setting('server_version_num')::integer >= 150000
        THEN ARRAY['jsonlog', 'csvlog', 'stderr'] ELSE ARRAY['csvlog', 'stderr'] END) AS d(format))
    SELECT f.name, f.size, (extract(epoch FROM f.modification) * 1000000)::bigint, c.format
    FROM pg_ls_logdir() f LEFT JOIN now_written c ON c.name = f.name
    ORDER BY f.modification DESC LIMIT 500 $$;
CREATE FUNCTION dbintel_logs.read_log(file text, start bigint, length integer) RETURNS bytea
  LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT pg_read_binary_file(current_setting('log_directory') || '/' || f.name, start, least(length, 1048576), true)
    FROM dbintel_logs.log_files() f
    WHERE f.name = file AND start >= 0 AND length > 0
      AND (f.format IS NOT NULL OR f.modified_micros > (extract(epoch FROM now()) - 3600) * 1000000) $$;
ALTER FUNCTION dbintel_logs.log_files() OWNER TO dbintel_log_reader;
ALTER FUNCTION dbintel_logs.read_log(text, bigint, integer) OWNER TO dbintel_log_reader;
GRANT USAGE ON SCHEMA dbintel_logs TO dbintel_log_reader;
REVOKE ALL ON FUNCTION dbintel_logs.log_files(), dbintel_logs.read_log(text, bigint, integer) FROM PUBLIC;
GRANT USAGE ON SCHEMA dbintel_logs TO {role};
GRANT EXECUTE ON FUNCTION dbintel_logs.log_files(), dbintel_logs.read_log(text, bigint, integer) TO {role};
