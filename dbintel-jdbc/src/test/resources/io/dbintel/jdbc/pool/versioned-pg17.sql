select 'new' as form
