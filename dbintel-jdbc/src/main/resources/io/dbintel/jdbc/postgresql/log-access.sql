-- How our role may read the log: by the functions of log-reader-setup.sql, if they run as an owner who may read files, so that
-- nobody else can have planted them; or directly, which is wide.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-GENFILE
select (select count(*) = 2
    from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    where n.nspname = 'dbintel_logs' and f.prosecdef
      and (f.proname, pg_catalog.pg_get_function_identity_arguments(f.oid)) in (
        ('log_files', 'OUT name text, OUT size bigint, OUT modified_micros bigint, OUT format text'),
        ('read_log', 'file text, start bigint, length integer'))
      and pg_catalog.has_function_privilege(f.proowner,
        'pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'execute')
      and pg_catalog.has_function_privilege(n.nspowner,
        'pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'execute')
      and pg_catalog.has_schema_privilege(n.oid, 'usage')
      and pg_catalog.has_function_privilege(f.oid, 'execute')) as helper,
  pg_catalog.has_function_privilege('pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'execute')
    and pg_catalog.has_function_privilege('pg_catalog.pg_current_logfile(text)', 'execute')
    and pg_catalog.has_function_privilege('pg_catalog.pg_ls_logdir()', 'execute')
    and pg_catalog.pg_has_role('pg_read_all_settings', 'usage') as wide,
  pg_catalog.current_setting('log_line_prefix') as log_line_prefix,
  pg_catalog.current_setting('log_timezone') as log_timezone,
  pg_catalog.current_setting('log_destination') as log_destination,
  pg_catalog.current_setting('logging_collector')::boolean as logging_collector,
  pg_catalog.current_setting('lc_messages') as lc_messages,
  pg_catalog.current_setting('auto_explain.log_min_duration', true) as min_duration
