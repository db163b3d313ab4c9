-- What a comment says stays here.
select 'old' as form,
  -- and here
  1 as one
