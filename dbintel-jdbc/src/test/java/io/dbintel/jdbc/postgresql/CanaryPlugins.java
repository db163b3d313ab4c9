package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.JdbcCollector;
import io.dbintel.jdbc.testing.Canaries;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Plugins that fail in every way they can, with canaries in whatever they throw. */
final class CanaryPlugins {
  private CanaryPlugins() {}

  /** No configuration. */
  record Nothing() {}

  /** Named so, for PostgreSQL targets, on by default, twice a second. */
  record Collecting(String name, Function<ComponentContext, Collector> maker)
      implements CollectorProvider<Nothing> {
    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Nothing defaults() {
      return new Nothing();
    }

    @Override
    public Set<String> targetTypes() {
      return Set.of(PostgresTarget.TYPE);
    }

    @Override
    public boolean onByDefault() {
      return true;
    }

    @Override
    public Schedule schedule(Nothing config) {
      return new Schedule(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Override
    public Contract contract(Nothing config) {
      return Contract.none().emitting(EventTypes.FINDING);
    }

    @Override
    public Collector create(Nothing config, Target target, ComponentContext context) {
      return maker.apply(context);
    }
  }

  /** Named so. */
  record Processing(String name, Function<ComponentContext, Processor> maker)
      implements ProcessorProvider<Nothing> {
    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Nothing defaults() {
      return new Nothing();
    }

    @Override
    public Contract contract(Nothing config) {
      return Contract.none();
    }

    @Override
    public Processor create(Nothing config, ComponentContext context) {
      return maker.apply(context);
    }
  }

  static List<Collecting> collectors(Canaries canaries) {
    String mail = canaries.mail("what the server said");
    JdbcCollector server =
        (connection, out) -> {
          try (Statement statement = connection.createStatement()) {
            statement.executeQuery("select '" + mail + "'::int").close();
          }
        };
    SQLException sql = new SQLException(canaries.mail("message"), canaries.card("SQLSTATE"));
    sql.setNextException(new SQLException(canaries.token("next exception")));
    sql.addSuppressed(new IllegalStateException(canaries.token("suppressed")));
    JdbcCollector jdbc =
        (connection, out) -> {
          throw sql;
        };
    IllegalStateException runtime =
        new IllegalStateException(
            canaries.card("runtime exception", "-"),
            new IllegalArgumentException(canaries.token("cause")));
    IllegalStateException logged = new IllegalStateException(canaries.mail("logged exception"));
    return List.of(
        new Collecting("fails-on-the-server", context -> server.asCollector()),
        new Collecting("fails-in-jdbc", context -> jdbc.asCollector()),
        new Collecting(
            "throws",
            context ->
                collection -> {
                  throw runtime;
                }),
        new Collecting(
            "logs-a-failure",
            context ->
                collection ->
                    context.logger().log(System.Logger.Level.WARNING, "could not read", logged)));
  }

  /** A processor that works and keeps state, and one that fails in each of its methods. */
  static List<Processing> processors(Canaries canaries) {
    IllegalStateException thrown =
        new IllegalStateException(
            canaries.token("processor"), new SQLException(canaries.mail("processor's cause")));
    return List.of(
        new Processing("keeps", context -> new Keeping()),
        new Processing("fails", context -> new Failing(thrown)));
  }

  /** A processor that cannot be made. */
  static Processing unmakeable(Canaries canaries) {
    IllegalStateException thrown =
        new IllegalStateException(
            canaries.mail("processor that cannot be made"),
            new SQLException(canaries.token("its cause")));
    return new Processing(
        "unmakeable",
        context -> {
          throw thrown;
        });
  }

  /** A collector that cannot be made. */
  static Collecting unmakeableCollector(Canaries canaries) {
    IllegalArgumentException thrown =
        new IllegalArgumentException(canaries.card("collector that cannot be made", " "));
    return new Collecting(
        "unmakeable",
        context -> {
          throw thrown;
        });
  }

  private static final class Keeping implements Processor, Stateful {
    private int batches;

    @Override
    public void process(EventBatch batch) {
      batches++;
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      return ("kept after " + batches).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void restore(int version, byte[] state) {}
  }

  private record Failing(IllegalStateException thrown) implements Processor, Stateful {
    @Override
    public void process(EventBatch batch) {
      throw thrown;
    }

    @Override
    public void tick(EventBatch empty) {
      throw thrown;
    }

    @Override
    public void drain(EventBatch last) {
      throw thrown;
    }

    @Override
    public void close() {
      throw thrown;
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      throw thrown;
    }

    @Override
    public void restore(int version, byte[] state) {}
  }
}
