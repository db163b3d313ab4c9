-- Indexes that another index of the same table makes superfluous: it has the same method, columns, order, operators,
-- condition and options, and enforces at least as much. Nothing is said of one that a constraint or a replica identity
-- needs, of a unique one unless the other is unique at once (a deferrable constraint is not) and as strict about nulls,
-- of partitioned indexes and their parts, and of expressions that are not written in the same way.
-- https://www.postgresql.org/docs/current/catalog-pg-index.html
WITH indexes AS MATERIALIZED (
  SELECT
    i.indexrelid,
    i.indrelid,
    i.indisunique,
    i.indisunique AND i.indimmediate AS enforced,
    -- From 15 on.
    coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::pg_catalog.bool, false) AS nulls,
    i.indisreplident OR i.indisclustered
      OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = i.indexrelid) AS needed,
    pg_catalog.jsonb_build_array(x.relam, i.indnatts, i.indnkeyatts, i.indkey::pg_catalog.text,
      i.indclass::pg_catalog.text, i.indcollation::pg_catalog.text, i.indoption::pg_catalog.text,
      i.indexprs::pg_catalog.text, i.indpred::pg_catalog.text, x.reloptions,
      (SELECT pg_catalog.array_agg(a.attoptions::pg_catalog.text ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = i.indexrelid)) AS form
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE i.indisvalid
    AND i.indisready
    AND i.indislive
    AND c.relkind IN ('r', 'm')
    AND NOT x.relispartition
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
),
superfluous AS MATERIALIZED (
  SELECT
    d.indexrelid,
    k.indexrelid AS kept,
    -- The first does not go itself: nothing that is superfluous is the strongest of its kind.
    pg_catalog.row_number() OVER (
      PARTITION BY d.indexrelid ORDER BY k.needed DESC, k.enforced DESC, k.nulls DESC, k.indexrelid) AS place
  FROM indexes AS d
  JOIN indexes AS k ON k.indrelid = d.indrelid AND k.form = d.form AND k.indexrelid <> d.indexrelid
  WHERE NOT d.needed
    AND (NOT d.indisunique OR (k.enforced AND (k.nulls OR NOT d.nulls)))
    -- Of two that could each do for the other, the older one stays.
    AND (k.needed
      OR k.indexrelid < d.indexrelid
      OR (k.indisunique AND NOT (d.enforced AND (d.nulls OR NOT k.nulls))))
)
SELECT
  pg_catalog.format('%I.%I', n.nspname, x.relname) AS subject,
  pg_catalog.format('%I.%I', kn.nspname, kx.relname) AS kept,
  'SELECT ' || x.oid::pg_catalog.text || '::regclass;' AS lookup,
  pg_catalog.count(*) OVER () AS found
FROM superfluous AS i
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = x.relnamespace
JOIN pg_catalog.pg_class AS kx ON kx.oid = i.kept
JOIN pg_catalog.pg_namespace AS kn ON kn.oid = kx.relnamespace
WHERE i.place = 1
ORDER BY x.relpages DESC, x.oid
LIMIT 20
