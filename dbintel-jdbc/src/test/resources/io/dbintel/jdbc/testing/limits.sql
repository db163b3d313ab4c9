-- What the session is limited to while we use it.
select current_setting('statement_timeout') as statement_timeout, current_setting('lock_timeout') as lock_timeout,
  current_setting('application_name') as application_name, current_setting('transaction_read_only') as read_only,
  current_setting('search_path') as search_path, current_database()::text as database
