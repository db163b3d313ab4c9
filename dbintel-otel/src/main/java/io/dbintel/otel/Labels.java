package io.dbintel.otel;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of an event as OpenTelemetry's, each under its name and with its type, with the
 * target and the database that the event names beside them. Not thread-safe.
 */
final class Labels {
  static final int MAX_KEYS = 4_096;
  static final AttributeKey<Boolean> OVERFLOW = AttributeKey.booleanKey("otel.metric.overflow");

  /** An overflow series: the SDK's own have the same label, and so are one with it. */
  static final io.opentelemetry.api.common.Attributes OVERFLOWED =
      io.opentelemetry.api.common.Attributes.of(OVERFLOW, true);

  private static final AttributeKey<String> TARGET =
      AttributeKey.stringKey(Attributes.TARGET_ID.name());
  private static final AttributeKey<String> NAMESPACE =
      AttributeKey.stringKey(Attributes.DB_NAMESPACE.name());

  /** A key costs its name's encoding once, if it is the same object each time. */
  private final Map<AttrKey<?>, AttributeKey<?>> keys = new HashMap<>();

  /** Those of an event. */
  AttributesBuilder of(DbEvent event) {
    AttributesBuilder builder = io.opentelemetry.api.common.Attributes.builder();
    builder.put(TARGET, event.target());
    if (!event.database().isEmpty() && !event.has(Attributes.DB_NAMESPACE)) {
      builder.put(NAMESPACE, event.database());
    }
    event.forEach(new Writer(builder));
    return builder;
  }

  /** How many keys are kept ready: {@value #MAX_KEYS} at most, and others are made each time. */
  int kept() {
    return keys.size();
  }

  private final class Writer implements AttributeVisitor {
    private final AttributesBuilder builder;

    private Writer(AttributesBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void text(AttrKey<?> key, String value) {
      builder.put(Labels.this.<String>key(key), value);
    }

    @Override
    public void integer(AttrKey<?> key, long value) {
      builder.put(Labels.this.<Long>key(key), value);
    }

    @Override
    public void decimal(AttrKey<?> key, double value) {
      builder.put(Labels.this.<Double>key(key), value);
    }

    @Override
    public void truth(AttrKey<?> key, boolean value) {
      builder.put(Labels.this.<Boolean>key(key), value);
    }

    @Override
    public void texts(AttrKey<?> key, List<String> values) {
      builder.put(Labels.this.<List<String>>key(key), values);
    }

    @Override
    public void integers(AttrKey<?> key, List<Long> values) {
      builder.put(Labels.this.<List<Long>>key(key), values);
    }
  }

  @SuppressWarnings("unchecked") // The kind of key follows from the type of the value.
  private <T> AttributeKey<T> key(AttrKey<?> key) {
    AttributeKey<?> known = keys.get(key);
    if (known == null) {
      known = make(key);
      if (keys.size() < MAX_KEYS) {
        keys.put(key, known);
      }
    }
    return (AttributeKey<T>) known;
  }

  private static AttributeKey<?> make(AttrKey<?> key) {
    return switch (key.type()) {
      case STRING -> AttributeKey.stringKey(key.name());
      case LONG -> AttributeKey.longKey(key.name());
      case DOUBLE -> AttributeKey.doubleKey(key.name());
      case BOOLEAN -> AttributeKey.booleanKey(key.name());
      case STRING_LIST -> AttributeKey.stringArrayKey(key.name());
      case LONG_LIST -> AttributeKey.longArrayKey(key.name());
    };
  }
}
