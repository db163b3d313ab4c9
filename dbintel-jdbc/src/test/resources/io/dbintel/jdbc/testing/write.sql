create table public.never()
