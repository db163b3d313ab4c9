package io.dbintel.core.event;

import static io.dbintel.core.event.Stability.DEVELOPMENT;
import static io.dbintel.core.event.Stability.STABLE;

import java.util.List;

/**
 * The attributes of dbintel's vocabulary that more than one module writes or reads. Names and
 * meanings of {@code db.*}, {@code server.*}, {@code network.*}, {@code error.*} and {@code user.*}
 * are those of OpenTelemetry's semantic conventions 1.44; {@code postgresql.*} are those of the
 * OpenTelemetry collector's receiver, with times in seconds; {@code dbintel.*} are ours.
 */
public final class Attributes {
  private Attributes() {}

  // --- which server, which database

  /** {@code postgresql}, {@code mysql} or {@code mariadb}. */
  public static final AttrKey<String> DB_SYSTEM_NAME =
      AttrKey.ofString("db.system.name", STABLE, "The database product.");

  /** Database, and schema where it is known: {@code database|schema} on PostgreSQL. */
  public static final AttrKey<String> DB_NAMESPACE =
      AttrKey.ofString("db.namespace", STABLE, "The database, qualified by what contains it.");

  /** Host name or address under which the server is monitored. */
  public static final AttrKey<String> SERVER_ADDRESS =
      AttrKey.ofString("server.address", STABLE, "The server's host name or address.");

  /** Port under which the server is monitored. */
  public static final AttrKey<Long> SERVER_PORT =
      AttrKey.ofLong("server.port", "", STABLE, "The server's port.");

  // --- the statement

  /** Normalised statement text: no literal in it. */
  public static final AttrKey<String> DB_QUERY_TEXT =
      AttrKey.ofString("db.query.text", STABLE, "The statement with its literals replaced by ?.");

  /** Low-cardinality summary of a statement. */
  public static final AttrKey<String> DB_QUERY_SUMMARY =
      AttrKey.ofString("db.query.summary", STABLE, "Operation and targets of the statement.");

  /** Fingerprint of the normalised statement. */
  public static final AttrKey<String> QUERY_FINGERPRINT =
      AttrKey.ofString(
          "dbintel.query.fingerprint",
          DEVELOPMENT,
          "Version-tagged SHA-256/128 of the normalised statement.");

  // --- errors

  /** SQLSTATE, or the vendor's error number. */
  public static final AttrKey<String> DB_RESPONSE_STATUS_CODE =
      AttrKey.ofString("db.response.status_code", STABLE, "SQLSTATE or vendor error number.");

  /** A low-cardinality class of error. */
  public static final AttrKey<String> ERROR_TYPE =
      AttrKey.ofString("error.type", STABLE, "The class of error.");

  // --- findings

  /** What kind of finding: snake_case, from a fixed set. */
  public static final AttrKey<String> FINDING_CODE =
      AttrKey.ofString("dbintel.finding.code", DEVELOPMENT, "The kind of finding, in snake_case.");

  /** What was found, in a sentence. */
  public static final AttrKey<String> FINDING_MESSAGE =
      AttrKey.ofString("dbintel.finding.message", DEVELOPMENT, "What was found, in a sentence.");

  /** What the operator can do about it; SQL where SQL is the remedy. */
  public static final AttrKey<String> FINDING_REMEDY =
      AttrKey.ofString("dbintel.finding.remedy", DEVELOPMENT, "What to do about it.");

  /** All of the above, in this order. */
  public static List<AttrKey<?>> all() {
    return List.of(
        DB_SYSTEM_NAME,
        DB_NAMESPACE,
        SERVER_ADDRESS,
        SERVER_PORT,
        DB_QUERY_TEXT,
        DB_QUERY_SUMMARY,
        QUERY_FINGERPRINT,
        DB_RESPONSE_STATUS_CODE,
        ERROR_TYPE,
        FINDING_CODE,
        FINDING_MESSAGE,
        FINDING_REMEDY);
  }
}
