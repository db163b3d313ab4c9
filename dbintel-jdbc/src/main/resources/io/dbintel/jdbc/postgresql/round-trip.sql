-- Does nothing: its time is the network's.
select 1
