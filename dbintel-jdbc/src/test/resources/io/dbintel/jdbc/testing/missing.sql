select * from public.no_such_table
