package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.metrics.MetricCollector;
import io.dbintel.jdbc.metrics.MetricSettings;
import io.dbintel.jdbc.metrics.MetricTable;
import io.dbintel.jdbc.metrics.MonitoredServer;
import java.util.Map;

/**
 * The tables of PostgreSQL's vital signs, and the collectors that read what they say. Stateless.
 */
final class VitalSigns {
  static final String SYSTEM = "postgresql";
  static final String PRODUCT = "pg";

  /** Of the server as a whole. */
  static final MetricTable SERVER = MetricTable.load(VitalSigns.class, "server", PRODUCT);

  /** Of each database. */
  static final MetricTable RELATIONS = MetricTable.load(VitalSigns.class, "relations", PRODUCT);

  /** The statement that says which run of which server answers. */
  static final String ORIGIN = "server-run";

  /** From when on a transaction that is open, or holds the past, is worth a finding. */
  static final Map<String, Integer> PATIENCE =
      Map.of("held_minutes", 30, "held_transactions", 10_000_000);

  /** For how long nothing must have read an index before it is named. */
  static final int UNUSED_DAYS = 7;

  private static final long DEFAULT_BLOCK_BYTES = 8192;

  private VitalSigns() {}

  static Collector collector(
      MetricTable table, MetricSettings settings, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new MetricCollector(
        table, VitalSigns.class, PRODUCT, postgres, () -> server(postgres), settings, context);
  }

  private static MonitoredServer server(PostgresTarget target) {
    PostgresFeatures features = target.features();
    Setting blockSize = features.setting("block_size");
    return new MonitoredServer(
        features.majorVersion(),
        features.standby(),
        features.has(Tier.MONITOR),
        Tier.MONITOR.grant(features.role(), features.majorVersion()),
        blockSize == null ? DEFAULT_BLOCK_BYTES : blockSize.number().orElse(DEFAULT_BLOCK_BYTES),
        target::lookAgain,
        features);
  }
}
