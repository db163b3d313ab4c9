package io.dbintel.otel;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.Priority;
import io.dbintel.core.spi.Clock;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Occurrences as log records with an event name. An SDK that is older than the API drops that name
 * without a word: there it also goes out as the attribute {@code event.name}. Not thread-safe.
 */
final class Occurrences {
  private static final AttributeKey<Double> WEIGHT =
      AttributeKey.doubleKey(Attributes.SAMPLING_WEIGHT.name());

  private static final AttributeKey<String> NAME = AttributeKey.stringKey("event.name");

  private final Logger logger;
  private final Labels labels;
  private final Clock clock;
  private final boolean losesNames;

  Occurrences(Logger logger, Labels labels, Clock clock) {
    this.logger = logger;
    this.labels = labels;
    this.clock = clock;
    this.losesNames = losesNames(logger);
  }

  /**
   * Whether what takes the name is what the API has for those that do not know it. Looked for by
   * the type it returns too: SDKs just before had a method of that name for another interface.
   */
  private static boolean losesNames(Logger logger) {
    return Arrays.stream(logger.logRecordBuilder().getClass().getMethods())
        .filter(method -> method.getName().equals("setEventName"))
        .filter(method -> method.getReturnType() == LogRecordBuilder.class)
        .allMatch(method -> method.getDeclaringClass() == LogRecordBuilder.class);
  }

  /** True if the host's SDK does not know names of events. */
  boolean losesNames() {
    return losesNames;
  }

  /** False if the host's OpenTelemetry takes no log record at all. */
  boolean areTaken() {
    return logger.isEnabled(Severity.FATAL4, Context.root());
  }

  void emit(DbEvent event) {
    Severity severity = severity(event.priority());
    AttributesBuilder attributes = labels.of(event).put(WEIGHT, event.weight());
    if (losesNames) {
      attributes.put(NAME, event.type().name());
    }
    LogRecordBuilder log =
        logger
            .logRecordBuilder()
            // Whatever happens to be current on this thread, what we saw belongs to no trace.
            .setContext(Context.root())
            .setEventName(event.type().name())
            .setTimestamp(event.epochNanos(), TimeUnit.NANOSECONDS)
            .setObservedTimestamp(clock.epochNanos(), TimeUnit.NANOSECONDS)
            .setSeverity(severity)
            .setSeverityText(severity.name())
            .setAllAttributes(attributes.build());
    if (event.type().equals(EventTypes.FINDING)) {
      String message = event.get(Attributes.FINDING_MESSAGE);
      if (message != null) {
        log.setBody(message);
      }
    }
    log.emit();
  }

  /** Four priorities, four severities, so that a backend can tell them again. */
  static Severity severity(Priority priority) {
    return switch (priority) {
      case FINDING -> Severity.WARN;
      case IMPORTANT -> Severity.INFO2;
      case NORMAL -> Severity.INFO;
      case BULK -> Severity.DEBUG;
    };
  }
}
