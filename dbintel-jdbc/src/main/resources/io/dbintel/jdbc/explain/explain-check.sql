-- What planning the prepared statement could run. The places hold names as hexadecimal UTF-8, separated by commas: nothing in them can end
-- the literal. From all relations and types that go by a name of the text, in whatever schema, and from the types of the parameters, it
-- walks to what belongs to them (rules, policies, indexes, constraints, defaults, statistics, casts, partitions) and what those depend on.
-- What came with the server is pinned and has no entry in pg_depend; so whatever function is met there is somebody's. Trusted is what stands
-- in a schema that only superusers write to or that the host names, and what belongs to an extension and to a superuser.
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
with recursive
  names(name) as materialized (
    select pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')::name
    from pg_catalog.regexp_split_to_table('{names}', ',') as x(hex) where x.hex <> ''),
  calls(name) as materialized (
    select pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')::name
    from pg_catalog.regexp_split_to_table('{calls}', ',') as x(hex) where x.hex <> ''),
  members(name) as materialized (
    select pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')::name
    from pg_catalog.regexp_split_to_table('{members}', ',') as x(hex) where x.hex <> ''),
  operators(name) as materialized (
    select pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')::name
    from pg_catalog.regexp_split_to_table('{operators}', ',') as x(hex) where x.hex <> ''),
  schemas(oid) as materialized (
    select n.oid from pg_catalog.pg_namespace n
    where n.nspname in ('pg_catalog', 'information_schema')
      or n.nspname in (
        select pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')::name
        from pg_catalog.regexp_split_to_table('{trusted}', ',') as x(hex) where x.hex <> '')),
  prepared(parameters) as materialized (
    select p.parameter_types::oid[] from pg_catalog.pg_prepared_statements p where p.name = 'dbintel_explain'),
  nodes(class, oid) as (
    select 'pg_catalog.pg_class'::regclass::oid, c.oid
    from pg_catalog.pg_class c
    where c.relname in (select name from names) and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relnamespace not in (select s.oid from pg_catalog.pg_namespace s where s.nspname in ('pg_catalog', 'information_schema'))
    union
    select 'pg_catalog.pg_type'::regclass::oid, t.oid
    from pg_catalog.pg_type t
    where (t.typname in (select name from names)
        or t.oid in (select pg_catalog.unnest(p.parameters) from prepared p))
      and t.typnamespace not in (select s.oid from pg_catalog.pg_namespace s where s.nspname in ('pg_catalog', 'information_schema'))
    union
    select next.class, next.oid
    from nodes n cross join lateral (
      select d.refclassid, d.refobjid
      from pg_catalog.pg_depend d
      where d.classid = n.class and d.objid = n.oid and d.deptype <> 'e'
        and n.class not in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass, 'pg_catalog.pg_opclass'::regclass)
        and (d.refclassid in ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass,
            'pg_catalog.pg_opclass'::regclass)
          or d.refclassid = 'pg_catalog.pg_class'::regclass and n.class <> 'pg_catalog.pg_class'::regclass)
      union all
      select 'pg_catalog.pg_rewrite'::regclass, r.oid
      from pg_catalog.pg_rewrite r where n.class = 'pg_catalog.pg_class'::regclass and r.ev_class = n.oid
      union all
      select 'pg_catalog.pg_class'::regclass, i.indexrelid
      from pg_catalog.pg_index i where n.class = 'pg_catalog.pg_class'::regclass and i.indrelid = n.oid
      union all
      select 'pg_catalog.pg_class'::regclass, h.inhrelid
      from pg_catalog.pg_inherits h where n.class = 'pg_catalog.pg_class'::regclass and h.inhparent = n.oid
      union all
      select 'pg_catalog.pg_constraint'::regclass, k.oid
      from pg_catalog.pg_constraint k where n.class = 'pg_catalog.pg_class'::regclass and k.conrelid = n.oid and k.contype = 'c'
      union all
      select 'pg_catalog.pg_attrdef'::regclass, a.oid
      from pg_catalog.pg_attrdef a where n.class = 'pg_catalog.pg_class'::regclass and a.adrelid = n.oid
      union all
      select 'pg_catalog.pg_policy'::regclass, o.oid
      from pg_catalog.pg_policy o where n.class = 'pg_catalog.pg_class'::regclass and o.polrelid = n.oid
      union all
      select 'pg_catalog.pg_statistic_ext'::regclass, e.oid
      from pg_catalog.pg_statistic_ext e where n.class = 'pg_catalog.pg_class'::regclass and e.stxrelid = n.oid
      union all
      select 'pg_catalog.pg_constraint'::regclass, k.oid
      from pg_catalog.pg_constraint k where n.class = 'pg_catalog.pg_type'::regclass and k.contypid = n.oid
      union all
      select 'pg_catalog.pg_cast'::regclass, c.oid
      from pg_catalog.pg_cast c where n.class = 'pg_catalog.pg_type'::regclass and n.oid in (c.castsource, c.casttarget)
      union all
      select 'pg_catalog.pg_class'::regclass, t.typrelid
      from pg_catalog.pg_type t where n.class = 'pg_catalog.pg_type'::regclass and t.oid = n.oid and t.typrelid <> 0
    ) as next(class, oid)
  ),
  met(class, oid) as materialized (select n.class, n.oid from nodes n limit 20001),
  functions(oid) as (
    select m.oid from met m where m.class = 'pg_catalog.pg_proc'::regclass
    union all
    select p.oid from pg_catalog.pg_proc p where p.proname in (select name from calls)
    union all
    select p.oid
    from pg_catalog.pg_proc p join pg_catalog.pg_type t on t.oid = p.proargtypes[0]
    where p.proname in (select name from members) and p.pronargs - p.pronargdefaults <= 1 and t.typtype in ('c', 'd', 'p')
    union all
    select c.castfunc from pg_catalog.pg_cast c where c.castfunc <> 0 and c.oid >= 16384
      and not exists (
        select from pg_catalog.pg_type t
        where t.oid in (c.castsource, c.casttarget) and t.typnamespace not in (select oid from schemas))
  ),
  foreigners(class, oid, owner) as (
    select 'pg_catalog.pg_proc'::regclass, p.oid, p.proowner
    from pg_catalog.pg_proc p
    where p.oid in (select oid from functions) and p.pronamespace not in (select oid from schemas)
    union all
    select 'pg_catalog.pg_operator'::regclass, o.oid, o.oprowner
    from pg_catalog.pg_operator o
    where (o.oprname in (select name from operators) or o.oid in (select oid from met where class = 'pg_catalog.pg_operator'::regclass))
      and o.oprnamespace not in (select oid from schemas)
    union all
    select 'pg_catalog.pg_opclass'::regclass, o.oid, o.opcowner
    from pg_catalog.pg_opclass o
    where o.oid in (select oid from met where class = 'pg_catalog.pg_opclass'::regclass) and o.opcnamespace not in (select oid from schemas)
  )
select
  coalesce((select pg_catalog.cardinality(p.parameters) from prepared p), -1)::bigint as parameters,
  (select pg_catalog.count(*) from met) as objects,
  exists (
    select from foreigners f
    where not exists (
        select from pg_catalog.pg_depend d where d.classid = f.class and d.objid = f.oid and d.deptype = 'e')
      or not exists (select from pg_catalog.pg_roles r where r.oid = f.owner and r.rolsuper)) as user_function,
  exists (
    select from met m join pg_catalog.pg_class c on c.oid = m.oid
    where m.class = 'pg_catalog.pg_class'::regclass and c.relkind = 'f') as foreign_table
