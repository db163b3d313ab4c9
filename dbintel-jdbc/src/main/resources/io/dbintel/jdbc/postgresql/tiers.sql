-- What our role may see. "usage" is what the server itself asks for: a role that does not inherit has none.
-- The log is read by two functions, which must run as somebody who may read files, or directly.
-- https://www.postgresql.org/docs/current/predefined-roles.html
select pg_catalog.pg_has_role('pg_read_all_stats', 'usage') as monitor,
  coalesce((select pg_catalog.pg_has_role(r.oid, 'usage')
    from pg_catalog.pg_roles r where r.rolname = 'pg_read_all_data'), false)
    or (select u.rolsuper from pg_catalog.pg_roles u where u.rolname = current_user) as plans,
  (select count(*) = 2
    from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    where n.nspname = 'dbintel_logs' and f.proname in ('log_files', 'read_log') and f.prosecdef
      and pg_catalog.has_function_privilege(f.proowner,
        'pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'execute')
      and pg_catalog.has_function_privilege(n.nspowner,
        'pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'execute')
      and pg_catalog.has_schema_privilege(n.oid, 'usage')
      and pg_catalog.has_function_privilege(f.oid, 'execute'))
    or (pg_catalog.has_function_privilege('pg_catalog.pg_current_logfile(text)', 'execute')
      and pg_catalog.has_function_privilege('pg_catalog.pg_ls_logdir()', 'execute')
      and pg_catalog.has_function_privilege(
        'pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)', 'execute')) as logs
