select 1 from {schema}.t
