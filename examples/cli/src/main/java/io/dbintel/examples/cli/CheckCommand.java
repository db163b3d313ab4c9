package io.dbintel.examples.cli;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.postgresql.Finding;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a configuration can be used, and what its servers lack. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a configuration, and with --connect what each of its servers lets dbintel see.",
      "Nothing is exported and no state is kept; the databases are only read."
    })
final class CheckCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  @Mixin private Configured configured;

  @Option(names = "--connect", description = "Connect to each server and say what it lacks.")
  private boolean connect;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "PT15S",
      description = "How long a server may take to answer, as ISO 8601 has it (${DEFAULT-VALUE}).")
  private Duration timeout;

  private final PrintStream out;
  private boolean anythingFound;

  CheckCommand(OutputStream out) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws Exception {
    List<Target> targets;
    try (DbIntel checked = configured.instance()) {
      targets = checked.targets();
    }
    out.println(
        configured.file()
            + ": can be used, "
            + targets.size()
            + (targets.size() == 1 ? " server" : " servers"));
    if (connect) {
      diagnose(targets);
    }
    return anythingFound ? DbIntelCli.FINDINGS : DbIntelCli.FINE;
  }

  /** Watches the servers for as long as it takes each to be known, by an instance of our own. */
  private void diagnose(List<Target> targets) throws InterruptedException {
    DbIntelBuilder builder =
        DbIntel.builder().name("dbintel-check").exporter(InMemoryExporter.create());
    targets.forEach(builder::target);
    try (DbIntel watching = builder.build()) {
      watching.start();
      long deadline = System.nanoTime() + timeout.toNanos();
      while (!settled(watching, targets) && System.nanoTime() < deadline) {
        Thread.sleep(LOOK_EVERY.toMillis());
      }
      for (Target target : targets) {
        tell(watching, target);
      }
    }
  }

  private static boolean settled(DbIntel watching, List<Target> targets) {
    return targets.stream()
        .noneMatch(
            target ->
                components(watching, target).stream()
                    .anyMatch(part -> part.status() == HealthStatus.UNKNOWN));
  }

  private static List<ComponentHealth> components(DbIntel watching, Target target) {
    return watching.health().components().stream()
        .filter(
            part ->
                part.component().equals(target.id())
                    || part.component().startsWith(target.id() + "/"))
        .toList();
  }

  private void tell(DbIntel watching, Target target) {
    for (ComponentHealth part : components(watching, target)) {
      out.println(part);
      anythingFound |= part.status() != HealthStatus.UP;
    }
    if (target instanceof PostgresTarget server && isKnown(watching, target)) {
      for (Finding finding : server.diagnose()) {
        out.println(
            target.id()
                + ": "
                + finding.message()
                + " ["
                + finding.code()
                + "] "
                + finding.remedy());
        anythingFound = true;
      }
    }
  }

  private static boolean isKnown(DbIntel watching, Target target) {
    ComponentHealth health = watching.health().component(target.id());
    return health != null
        && health.status() != HealthStatus.UNKNOWN
        && health.status() != HealthStatus.DOWN;
  }
}
