package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.JdbcTarget;
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

  private volatile @Nullable Opened opened;

  /** What exists between opening and closing. */
  private static final class Opened {
    final Connections connections;
    final TargetHealth health;
    volatile @Nullable Known known;

    Opened(Connections connections, TargetHealth health) {
      this.connections = connections;
      this.health = health;
    }
  }

  /** What was learnt at the last identification. */
  private record Known(ServerFacts server, PostgresFeatures features) {}

  PostgresTarget(PostgresTargetBuilder builder) {
    id = builder.id;
    dataSource = builder.dataSource;
    tls = builder.tls;
    statementTimeout = builder.statementTimeout;
    lockTimeout = builder.lockTimeout;
    identifyDeadline = builder.connectTimeout.plus(builder.statementTimeout);
    only = builder.only;
    except = builder.except;
    ownPool = builder.url == null ? null : ownPool(builder, builder.url);
  }

  /**
   * Begins a target.
   *
   * @param id the host's name for it: 1 to 64 of a-z, 0-9, '-', '_' and '.'
   */
  public static PostgresTargetBuilder builder(String id) {
    return new PostgresTargetBuilder(id);
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
    opened =
        new Opened(
            dataSource != null
                ? Connections.borrowed(context, dataSource, dialect)
                : Connections.own(context, Objects.requireNonNull(ownPool), dialect),
            new TargetHealth(context.health(), tls, ownPool != null));
  }

  @Override
  public TargetIdentity identify() throws DatabaseException {
    Opened now = requireOpened();
    ReadSettings limits = limits("", identifyDeadline);
    ServerFacts server = now.connections.inTransaction(limits, null, ServerFacts::read);
    now.connections.measureRoundTrip(limits);
    PostgresFeatures features = new FeatureDetection(now.connections, limits).detect(server);
    now.known = new Known(server, features);
    now.health.report(features);
    return server.identity();
  }

  @Override
  public List<String> databases() {
    Known known = known();
    if (known == null) {
      return List.of();
    }
    if (ownPool == null) {
      return List.of(known.server().database());
    }
    List<String> databases = new ArrayList<>(known.server().databases());
    if (!only.isEmpty()) {
      databases.retainAll(only);
    }
    databases.removeAll(except);
    return List.copyOf(databases);
  }

  /**
   * What the server offers, as last seen.
   *
   * @throws IllegalStateException before the server was first identified; collectors run later
   */
  public PostgresFeatures features() {
    Known known = known();
    if (known == null) {
      throw new IllegalStateException("target '" + id + "' has not been identified yet");
    }
    return known.features();
  }

  /** What an operator should change, told from the {@link #features()}. */
  public List<Finding> diagnose() {
    return Diagnosis.of(features());
  }

  @Override
  public boolean isConnectionLoss(Throwable failure) {
    return failure instanceof SQLException sql && ErrorClass.of(sql).isConnectionLoss();
  }

  @Override
  public <T> T inTransaction(CollectionContext context, Work<T> work) throws DatabaseException {
    return requireOpened().connections.inTransaction(limits(context), context, work);
  }

  @Override
  public <T> T inOneStatement(CollectionContext context, Work<T> work) throws DatabaseException {
    return requireOpened().connections.inOneStatement(limits(context), context, work);
  }

  @Override
  public void close() {
    Opened now = opened;
    if (now != null) {
      now.connections.close();
    }
  }

  @Override
  public String toString() {
    return "PostgresTarget[" + id + "]";
  }

  private ReadSettings limits(CollectionContext context) {
    Known known = known();
    String database = context.database();
    boolean configured =
        ownPool == null || (known != null && known.server().database().equals(database));
    return limits(configured ? "" : database, context.timeout());
  }

  private ReadSettings limits(String database, Duration deadline) {
    return new ReadSettings(
        database, deadline, shorter(statementTimeout, deadline), shorter(lockTimeout, deadline));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private @Nullable Known known() {
    Opened now = opened;
    return now == null ? null : now.known;
  }

  private Opened requireOpened() {
    Opened now = opened;
    if (now == null) {
      throw new IllegalStateException("target '" + id + "' is not open");
    }
    return now;
  }

  private static OwnPool ownPool(PostgresTargetBuilder builder, String url) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    Map<String, String> properties = DriverProperties.of(builder, parsed);
    return new OwnPool(
        database -> database.isEmpty() ? url : parsed.forDatabase(database),
        builder.user,
        builder.password,
        properties,
        builder.connectTimeout,
        MAX_LIFETIME,
        DriverProperties.limitsSession(builder, parsed));
  }
}
