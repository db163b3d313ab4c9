-- What our role may see. "usage" is what the server itself asks for: a role that does not inherit has none.
-- https://www.postgresql.org/docs/current/predefined-roles.html
select pg_catalog.pg_has_role('pg_read_all_stats', 'usage') as monitor,
  coalesce((select pg_catalog.pg_has_role(r.oid, 'usage')
    from pg_catalog.pg_roles r where r.rolname = 'pg_read_all_data'), false)
    or (select u.rolsuper from pg_catalog.pg_roles u where u.rolname = current_user) as plans,
  pg_catalog.has_function_privilege('pg_catalog.pg_current_logfile()', 'execute')
    and pg_catalog.has_function_privilege('pg_catalog.pg_read_file(text, bigint, bigint)', 'execute') as logs
