-- Who runs the server: the marks of each provider, the first that is there decides. Aurora comes before RDS and AlloyDB
-- before Cloud SQL, because each also bears the marks of the other.
with marks(rank, provider, kind, mark) as (values
  (1, 'AURORA', 'function', 'aurora_version'),
  (1, 'AURORA', 'setting', 'aurora\_%'),
  (2, 'RDS', 'setting', 'rds.%'),
  (2, 'RDS', 'role', 'rds_superuser'),
  (3, 'ALLOYDB', 'setting', 'alloydb.%'),
  (3, 'ALLOYDB', 'role', 'alloydbsuperuser'),
  (4, 'CLOUD_SQL', 'setting', 'cloudsql.%'),
  (4, 'CLOUD_SQL', 'role', 'cloudsqlsuperuser'),
  (5, 'AZURE', 'setting', 'azure.%'),
  (5, 'AZURE', 'role', 'azure_pg_admin'),
  (6, 'NEON', 'setting', 'neon.%'),
  (6, 'NEON', 'role', 'neon_superuser'),
  (7, 'SUPABASE', 'role', 'supabase_admin'))
select m.provider
from marks m
where case m.kind
  when 'function' then exists (select from pg_catalog.pg_proc p
    where p.proname = m.mark and p.pronamespace = 'pg_catalog'::regnamespace)
  when 'setting' then exists (select from pg_catalog.pg_settings s where s.name like m.mark)
  else exists (select from pg_catalog.pg_roles r where r.rolname = m.mark) end
order by m.rank
limit 1
