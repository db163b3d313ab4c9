-- Indexes that another index of the same table makes superfluous: same method, columns, order, operators and condition,
-- and no constraint, no uniqueness and no replica identity that the other lacks.
-- https://www.postgresql.org/docs/current/catalog-pg-index.html
WITH indexes AS MATERIALIZED (
  SELECT
    i.indexrelid,
    i.indrelid,
    i.indisunique,
    i.indisreplident OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = i.indexrelid) AS needed,
    pg_catalog.first_value(i.indexrelid) OVER same AS kept,
    pg_catalog.first_value(i.indisunique) OVER same AS kept_is_unique
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE i.indisvalid
    AND i.indislive
    AND c.relkind IN ('r', 'm')
    AND NOT x.relispartition
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  WINDOW same AS (
    PARTITION BY i.indrelid, x.relam, i.indnatts, i.indnkeyatts, i.indkey::pg_catalog.text, i.indclass::pg_catalog.text,
      i.indcollation::pg_catalog.text, i.indoption::pg_catalog.text, coalesce(i.indexprs::pg_catalog.text, ''),
      coalesce(i.indpred::pg_catalog.text, '')
    ORDER BY i.indisprimary DESC, i.indisunique DESC,
      i.indisreplident OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = i.indexrelid) DESC,
      i.indexrelid
  )
)
SELECT
  pg_catalog.format('%I.%I', n.nspname, x.relname) AS subject,
  pg_catalog.format('%I.%I', kn.nspname, kx.relname) AS kept
FROM indexes AS i
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = x.relnamespace
JOIN pg_catalog.pg_class AS kx ON kx.oid = i.kept
JOIN pg_catalog.pg_namespace AS kn ON kn.oid = kx.relnamespace
WHERE i.indexrelid <> i.kept
  AND NOT i.needed
  AND (NOT i.indisunique OR i.kept_is_unique)
ORDER BY x.relpages DESC, x.oid
LIMIT 20
