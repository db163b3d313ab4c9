package io.dbintel.jdbc.explain;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which statements are explained, how often, and what that may cost. Immutable and thread-safe.
 *
 * @param interval from one look at what runs to the next, 10 s to 1 h; default 60 s
 * @param timeout how long such a look may take in all, 1 s to 5 min; default 15 s
 * @param topN how many statements are explained, those on which the server spent most time in the
 *     last interval, 1 to 200; default 20
 * @param again how long a statement is not explained again after it was, 1 min to 24 h; default 10
 *     min
 * @param repeat how long a plan that was told is not told again while it stays the same, 4 min to
 *     24 h; default 1 h
 * @param planTimeout how long the server may take for one plan, 10 ms to 10 s; default 1 s
 * @param maxShare of the time how much the server may spend on this, 0.00001 to 0.01; default
 *     0.0005. An hour's worth may be spent at once, as after the start
 * @param trustedSchemas schemas whose functions, operators and types may be run by planning: name
 *     only those in which nobody creates anything whom you would not let run code as dbintel's role
 * @param helper a function {@code schema.name} that explains as another role, for what dbintel's
 *     role may not do; if it is left out, dbintel's role explains itself
 */
public record ExplainConfig(
    Duration interval,
    Duration timeout,
    int topN,
    Duration again,
    Duration repeat,
    Duration planTimeout,
    double maxShare,
    Set<String> trustedSchemas,
    @Nullable String helper) {

  /** Checks the ranges and the name of the helper. */
  public ExplainConfig {
    trustedSchemas = Collections.unmodifiableSet(new LinkedHashSet<>(trustedSchemas));
    Duration minute = Duration.ofMinutes(1);
    Duration day = Duration.ofHours(24);
    new ConfigChecks(ExplainProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(10), Duration.ofHours(1))
        .inRange("timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5))
        .inRange("topN", topN, 1L, 200L)
        .inRange("again", again, minute, day)
        .inRange("repeat", repeat, minute.multipliedBy(4), day)
        .inRange("planTimeout", planTimeout, Duration.ofMillis(10), Duration.ofSeconds(10))
        .inRange("maxShare", maxShare, 0.00001, 0.01)
        .that(
            helper == null || isQualified(helper),
            "helper",
            "must be schema.function in lower-case letters, digits and '_'")
        .throwIfAny();
  }

  /** Twenty statements, each every ten minutes. */
  public static ExplainConfig defaults() {
    return new ExplainConfig(
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        20,
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofSeconds(1),
        0.0005,
        Set.of(),
        null);
  }

  /** The same, with this function to explain what dbintel's role may not. */
  public ExplainConfig withHelper(String function) {
    return new ExplainConfig(
        interval, timeout, topN, again, repeat, planTimeout, maxShare, trustedSchemas, function);
  }

  /** The same, trusting what stands in these schemas. */
  public ExplainConfig withTrustedSchemas(Set<String> schemas) {
    return new ExplainConfig(
        interval, timeout, topN, again, repeat, planTimeout, maxShare, schemas, helper);
  }

  /** The same, explaining a statement and telling a plan so often at most. */
  public ExplainConfig withRates(Duration newAgain, Duration newRepeat) {
    return new ExplainConfig(
        interval,
        timeout,
        topN,
        newAgain,
        newRepeat,
        planTimeout,
        maxShare,
        trustedSchemas,
        helper);
  }

  private static boolean isQualified(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && isPlain(name.substring(0, dot)) && isPlain(name.substring(dot + 1));
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.length() <= 63
        && (name.charAt(0) < '0' || name.charAt(0) > '9')
        && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
}
