-- The files of the log, newest first, by the function of log-reader-setup.sql.
select f.name, f.size, f.modified_micros, f.format from dbintel_logs.log_files() f limit 500
