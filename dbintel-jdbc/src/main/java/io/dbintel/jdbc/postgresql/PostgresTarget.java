package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.JdbcTarget;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.pool.Connections;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.OwnPool;
import io.dbintel.jdbc.pool.ReadSettings;
import io.dbintel.jdbc.pool.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server, 13 or later. Made with {@link #builder}, handed to dbintel, which opens and
 * closes it.
 *
 * <p>Thread-safe.
 */
public final class PostgresTarget implements JdbcTarget {
  /** What {@link #type()} says. */
  public static final String TYPE = "postgresql";

  private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

  private final String id;
  private final @Nullable DataSource dataSource;
  private final @Nullable OwnPool ownPool;
  private final Tls tls;
  private final Duration statementTimeout;
  private final Duration lockTimeout;
  private final Duration identifyDeadline;
  private final Set<String> only;
  private final Set<String> except;

  private final SessionHistory sessions = new SessionHistory();
  private final StatementActivity statements = new StatementActivity();
  private volatile @Nullable ServerKnowledge opened;

  PostgresTarget(String id, PostgresTargetConfig config) {
    this.id = id;
    dataSource = config.dataSource();
    tls = config.effectiveTls();
    statementTimeout = config.statementTimeout();
    lockTimeout = config.lockTimeout();
    identifyDeadline = config.connectTimeout().plus(config.statementTimeout());
    only = config.databases();
    except = config.excludeDatabases();
    ownPool = config.url() == null ? null : ownPool(config, config.url());
  }

  /**
   * Begins a target.
   *
   * @param id the host's name for it: 1 to 64 of a-z, 0-9, '-', '_' and '.'
   */
  public static PostgresTargetBuilder builder(String id) {
    return new PostgresTargetBuilder(id, PostgresTargetConfig.defaults());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void open(ComponentContext context) throws DatabaseException {
    PostgresDialect dialect = new PostgresDialect();
    Connections connections =
        dataSource != null
            ? Connections.borrowed(context, dataSource, dialect)
            : Connections.own(context, Objects.requireNonNull(ownPool), dialect);
    opened =
        new ServerKnowledge(
            connections,
            context.clock(),
            new TargetHealth(context.health(), tls, ownPool != null),
            limits("", identifyDeadline));
  }

  @Override
  public TargetIdentity identify() throws DatabaseException {
    ServerKnowledge server = requireOpened();
    TargetIdentity identity = server.identify();
    server.health().databases(server.facts(), only, except);
    return identity;
  }

  @Override
  public List<String> databases() {
    ServerFacts facts = facts();
    if (facts == null) {
      return List.of();
    }
    if (ownPool == null) {
      return List.of(facts.database());
    }
    List<String> databases = new ArrayList<>(facts.databases());
    if (!only.isEmpty()) {
      databases.retainAll(only);
    }
    databases.removeAll(except);
    return List.copyOf(databases);
  }

  /**
   * What the server offers, as last seen. It is looked at again after a reconnect, after an error
   * that puts it in doubt, and every few minutes, in the background.
   *
   * @throws IllegalStateException before the server was first identified; collectors run later
   */
  public PostgresFeatures features() {
    return requireOpened().features();
  }

  /**
   * The extensions of a database, with their versions. Blocks on the network the first time it is
   * asked for a database, and after {@link #features} were looked at again.
   *
   * @throws DatabaseException if there is no connection
   */
  public Answer<Map<String, String>> extensions(String database) throws DatabaseException {
    return requireOpened().extensions(limits(connectTo(database), identifyDeadline));
  }

  /** What an operator should change, told from the {@link #features()}. */
  public List<Finding> diagnose() {
    ServerKnowledge server = requireOpened();
    return Diagnosis.of(server.facts(), server.features());
  }

  /**
   * What sessions did in the last while. Empty until the collector {@code sessions}, which is on by
   * default, has sampled; it stays readable after the target is closed.
   */
  public SessionHistory sessions() {
    return sessions;
  }

  /**
   * What statements did lately. Empty until the collector {@code statements}, which is on by
   * default, has read twice; it stays readable after the target is closed.
   */
  public StatementActivity statements() {
    return statements;
  }

  /** What is known of the server is in doubt: it is looked at again soon, in the background. */
  void lookAgain() {
    requireOpened().doubt();
  }

  /** How long the server may work on one statement. */
  Duration statementTimeout() {
    return statementTimeout;
  }

  /** Whether the connections are a pool of our own. */
  public boolean hasOwnPool() {
    return ownPool != null;
  }

  @Override
  public boolean isConnectionLoss(Throwable failure) {
    if (!(failure instanceof SQLException sql)) {
      return false;
    }
    ErrorClass error = ErrorClass.of(sql);
    return error.isConnectionLoss() || error == ErrorClass.POOL_CLOSED;
  }

  @Override
  public boolean isStopped() {
    ServerKnowledge server = opened;
    return server != null && server.isSourceClosed();
  }

  @Override
  public <T> T inTransaction(CollectionContext context, Work<T> work) throws DatabaseException {
    return requireOpened()
        .watch(connections -> connections.inTransaction(limits(context), context, work));
  }

  @Override
  public <T> T inOneStatement(CollectionContext context, Work<T> work) throws DatabaseException {
    return requireOpened()
        .watch(connections -> connections.inOneStatement(limits(context), context, work));
  }

  @Override
  public void close() {
    ServerKnowledge server = opened;
    if (server != null) {
      server.close();
    }
  }

  @Override
  public String toString() {
    return "PostgresTarget[" + id + "]";
  }

  private ReadSettings limits(CollectionContext context) {
    return limits(connectTo(context.database()), context.timeout());
  }

  /** The database to ask a connection for; empty for the configured one, which is pooled. */
  private String connectTo(String database) {
    ServerFacts facts = facts();
    return facts != null && facts.database().equals(database) ? "" : database;
  }

  private ReadSettings limits(String database, Duration deadline) {
    return new ReadSettings(
        database, deadline, shorter(statementTimeout, deadline), shorter(lockTimeout, deadline));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private @Nullable ServerFacts facts() {
    ServerKnowledge server = opened;
    return server == null || !server.isKnown() ? null : server.facts();
  }

  private ServerKnowledge requireOpened() {
    ServerKnowledge server = opened;
    if (server == null) {
      throw new IllegalStateException("target '" + id + "' is not open");
    }
    return server;
  }

  private static OwnPool ownPool(PostgresTargetConfig config, String url) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    Map<String, String> properties = DriverProperties.of(config, parsed);
    return new OwnPool(
        database -> database.isEmpty() ? url : parsed.forDatabase(database),
        config.user(),
        config.password(),
        properties,
        config.connectTimeout(),
        MAX_LIFETIME,
        DriverProperties.limitsSession(config, parsed));
  }
}
