package io.dbintel.jdbc.postgresql;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a {@link PostgresTarget} needs to know. Not thread-safe; may be used once or more.
 *
 * <p>Either a {@link #url} and what belongs to it, for a small pool of our own (recommended: it
 * cannot take a connection from the application, and has time-outs on the socket), or a borrowed
 * {@link #dataSource}.
 */
public final class PostgresTargetBuilder {
  private final String id;
  private @Nullable DataSource dataSource;
  private @Nullable String url;
  private @Nullable String user;
  private @Nullable Secret password;
  private @Nullable Tls tls;
  private @Nullable Path rootCertificate;
  private boolean transactionPooler;
  private Duration connectTimeout;
  private Duration statementTimeout;
  private Duration lockTimeout;
  private Set<String> databases;
  private Set<String> excludeDatabases;

  PostgresTargetBuilder(String id, PostgresTargetConfig start) {
    this.id = id;
    dataSource = start.dataSource();
    url = start.url();
    user = start.user();
    password = start.password();
    tls = start.tls();
    rootCertificate = start.rootCertificate();
    transactionPooler = start.transactionPooler();
    connectTimeout = start.connectTimeout();
    statementTimeout = start.statementTimeout();
    lockTimeout = start.lockTimeout();
    databases = start.databases();
    excludeDatabases = start.excludeDatabases();
  }

  /** Reads through a pool of the host's, two connections at most. It is never closed from here. */
  public PostgresTargetBuilder dataSource(DataSource value) {
    dataSource = value;
    return this;
  }

  /**
   * Reads through a pool of our own.
   *
   * @param value of the form {@code jdbc:postgresql://host:port/database}; parameters of the driver
   *     may follow, but no user, no password and nothing that decides whom TLS believes
   */
  public PostgresTargetBuilder url(String value) {
    url = value;
    return this;
  }

  /** The role to log in with; without it the driver looks where libpq does. */
  public PostgresTargetBuilder user(String value) {
    user = value;
    return this;
  }

  /** The role's password, asked for again at each new connection, so that it may change. */
  public PostgresTargetBuilder password(Secret value) {
    password = value;
    return this;
  }

  /**
   * How our own pool protects its connections. Default: {@link Tls#VERIFY_FULL}. Anything else is
   * an explicit choice that health repeats for as long as it lasts.
   */
  public PostgresTargetBuilder tls(Tls value) {
    tls = value;
    return this;
  }

  /** The file with the authority that signed the server's certificate; default: the JVM's trust. */
  public PostgresTargetBuilder rootCertificate(Path pem) {
    rootCertificate = pem;
    return this;
  }

  /**
   * Says that the URL leads to a pooler in transaction mode, such as PgBouncer: then no session
   * setting and no prepared statement is used, because they would reach other clients.
   */
  public PostgresTargetBuilder transactionPooler(boolean value) {
    transactionPooler = value;
    return this;
  }

  /** How long a connection of our own pool may take to come up, 1 s to 60 s. Default: 5 s. */
  public PostgresTargetBuilder connectTimeout(Duration value) {
    connectTimeout = value;
    return this;
  }

  /** How long the server may work on one statement, 10 ms to 10 min. Default: 5 s. */
  public PostgresTargetBuilder statementTimeout(Duration value) {
    statementTimeout = value;
    return this;
  }

  /** How long the server may wait for one lock, 1 ms to 10 min. Default: 250 ms. */
  public PostgresTargetBuilder lockTimeout(Duration value) {
    lockTimeout = value;
    return this;
  }

  /** The databases to visit; default: all that our role can connect to. */
  public PostgresTargetBuilder databases(String... names) {
    databases = Set.of(names);
    return this;
  }

  /** Databases not to visit. */
  public PostgresTargetBuilder excludeDatabases(String... names) {
    excludeDatabases = Set.of(names);
    return this;
  }

  /**
   * The target.
   *
   * @throws io.dbintel.core.config.ConfigException telling everything that is wrong
   */
  public PostgresTarget build() {
    ConfigChecks checks = new ConfigChecks("target '" + id + "'").id("id", id);
    PostgresTargetConfig config = config(checks);
    Set<String> both = new TreeSet<>(databases);
    both.retainAll(excludeDatabases);
    checks.that(
        both.isEmpty(),
        "databases",
        "must not be named and excluded at the same time",
        String.join(", ", both));
    if (dataSource == null && url == null) {
      checks.add("url", "is missing: say url for a pool of our own, or dataSource");
    } else if (dataSource != null && url != null) {
      checks.add("url", "must not be given together with dataSource: choose one");
    } else if (dataSource != null) {
      checkBorrowed(checks);
    } else {
      checkUrl(checks, String.valueOf(url));
    }
    checks.throwIfAny();
    return new PostgresTarget(id, config);
  }

  /** What was gathered; the defaults, and problems, if a range is left. */
  private PostgresTargetConfig config(ConfigChecks checks) {
    try {
      return config();
    } catch (ConfigException outOfRange) {
      checks.addAll("", outOfRange.problems());
      return PostgresTargetConfig.defaults();
    }
  }

  PostgresTargetConfig config() {
    return new PostgresTargetConfig(
        dataSource,
        url,
        user,
        password,
        tls,
        rootCertificate,
        transactionPooler,
        connectTimeout,
        statementTimeout,
        lockTimeout,
        databases,
        excludeDatabases);
  }

  private void checkBorrowed(ConfigChecks checks) {
    List<String> foreign = new ArrayList<>();
    if (user != null) {
      foreign.add("user");
    }
    if (password != null) {
      foreign.add("password");
    }
    if (tls != null) {
      foreign.add("tls");
    }
    if (rootCertificate != null) {
      foreign.add("rootCertificate");
    }
    for (String property : foreign) {
      checks.add(property, "has no effect on a borrowed dataSource: configure it there");
    }
  }

  private void checkUrl(ConfigChecks checks, String given) {
    if (!given.startsWith(PostgresUrl.PREFIX)) {
      checks.add("url", "must start with " + PostgresUrl.PREFIX);
      return;
    }
    PostgresUrl parsed = PostgresUrl.parse(given);
    checks.that(
        parsed.hosts().indexOf('@') < 0,
        "url",
        "must not hold a user: say user and password by themselves");
    for (String name : parsed.parameterNames()) {
      switch (name) {
        case "user" -> checks.add("url", "must not hold the parameter 'user': say user by itself");
        case "password" ->
            checks.add(
                "url",
                "must not hold the parameter 'password': say password by itself, as a secret");
        case "sslmode", "ssl" ->
            checks.add("url", "must not hold the parameter '" + name + "': say tls by itself");
        case "sslfactory", "sslfactoryarg", "sslhostnameverifier" ->
            checks.add(
                "url",
                "must not hold the parameter '"
                    + name
                    + "', which can switch verification off unseen: say rootCertificate or tls"
                    + " by itself");
        case "sslpassword", "sslpasswordcallback" ->
            checks.add(
                "url",
                "must not hold the parameter '"
                    + name
                    + "': let sslkey name a key without one that only this process can read,"
                    + " or lend a dataSource");
        case "applicationname" ->
            checks.add(
                "url",
                "must not hold the parameter 'ApplicationName': by its own name dbintel tells its"
                    + " sessions from those it watches");
        case "service" ->
            checks.add(
                "url",
                "must not hold the parameter 'service', whose file may hold a password and switch"
                    + " verification off: say url, user, password and tls by themselves");
        default -> {}
      }
    }
  }

  @Override
  public String toString() {
    return "PostgresTargetBuilder[" + id + "]";
  }
}
