package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PostgresTarget} needs to know, as {@link PostgresTargetBuilder} gathers it and as a
 * configuration file says it. Immutable and thread-safe; prints nothing of what it holds.
 *
 * @param dataSource a pool of the host's to read through, two connections at most; it is never
 *     closed from here. Either this or {@code url}
 * @param url of a pool of our own, of the form {@code jdbc:postgresql://host:port/database};
 *     parameters of the driver may follow, but no user, no password and nothing that decides whom
 *     TLS believes
 * @param user the role to log in with; without it the driver looks where libpq does
 * @param password the role's password, asked for again at each new connection, so that it may
 *     change
 * @param tls how our own pool protects its connections; {@code verify-full} if it is left out. For
 *     anything else health repeats it for as long as it lasts
 * @param rootCertificate the file with the authority that signed the server's certificate; if it is
 *     left out, the JVM's trust
 * @param transactionPooler whether the URL leads to a pooler in transaction mode, such as
 *     PgBouncer: then no session setting and no prepared statement is used, because they would
 *     reach other clients
 * @param connectTimeout how long a connection of our own pool may take to come up, 1 s to 60 s;
 *     default 5 s
 * @param statementTimeout how long the server may work on one statement, 10 ms to 10 min; default 5
 *     s
 * @param lockTimeout how long the server may wait for one lock, 1 ms to 10 min; default 250 ms
 * @param databases the databases to visit; if there are none, all that our role can connect to
 * @param excludeDatabases databases not to visit
 */
public record PostgresTargetConfig(
    @Nullable DataSource dataSource,
    @Nullable String url,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable Tls tls,
    @Nullable Path rootCertificate,
    boolean transactionPooler,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration lockTimeout,
    Set<String> databases,
    Set<String> excludeDatabases) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Checks the ranges. What does not go together is told when a target is made of it. */
  public PostgresTargetConfig {
    databases = copy(databases);
    excludeDatabases = copy(excludeDatabases);
    new ConfigChecks(PostgresTarget.TYPE)
        .inRange("connectTimeout", connectTimeout, Duration.ofSeconds(1), Duration.ofMinutes(1))
        .inRange("statementTimeout", statementTimeout, Duration.ofMillis(10), LONGEST)
        .inRange("lockTimeout", lockTimeout, Duration.ofMillis(1), LONGEST)
        .throwIfAny();
  }

  private static Set<String> copy(Set<String> names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }

  /** Nowhere to read from yet; 5 s to connect, 5 s a statement, 250 ms a lock, all databases. */
  public static PostgresTargetConfig defaults() {
    return new PostgresTargetConfig(
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofMillis(250),
        Set.of(),
        Set.of());
  }

  /** What holds if nothing was said of TLS. */
  Tls effectiveTls() {
    return Objects.requireNonNullElse(tls, Tls.VERIFY_FULL);
  }

  @Override
  public String toString() {
    return "PostgresTargetConfig[***]";
  }
}
