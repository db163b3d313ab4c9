package io.dbintel.jdbc.postgresql;

/** Who runs a server. Told by what only its servers have; {@code provider.sql} holds the marks. */
public enum Provider {
  /** Amazon Aurora. */
  AURORA,
  /** Amazon RDS. */
  RDS,
  /** Google AlloyDB. */
  ALLOYDB,
  /** Google Cloud SQL. */
  CLOUD_SQL,
  /** Azure Database for PostgreSQL. */
  AZURE,
  /** Neon. */
  NEON,
  /** Supabase. */
  SUPABASE,
  /** None of them, as far as can be told. */
  SELF_MANAGED
}
