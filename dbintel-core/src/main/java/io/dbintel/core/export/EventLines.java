package io.dbintel.core.export;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.Instrument;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * Events as lines of JSON, in the order and form that {@link JsonLinesExporter} promises. A payload
 * is never written. Not thread-safe.
 */
final class EventLines {
  private static final long NANOS = 1_000_000_000L;

  private final Utf8Json json = new Utf8Json();
  private final AttributeWriter attributes = new AttributeWriter();

  /** The lines so far are the first {@link #length()} of these bytes; valid until the next call. */
  byte[] array() {
    return json.array();
  }

  int length() {
    return json.length();
  }

  /** Starts anew, and lets go of a buffer that grew beyond {@code keepBytes}. */
  void reset(int keepBytes) {
    json.reset(keepBytes);
  }

  /** Appends an event's line, its line feed included. */
  void append(DbEvent event) {
    json.raw("{\"time\":\"");
    time(event.epochNanos());
    json.raw("\",\"name\":");
    json.string(event.type().name());
    json.raw(",\"target\":");
    json.string(event.target());
    json.raw(",\"database\":");
    json.string(event.database());
    json.raw(",\"priority\":");
    json.string(event.priority().name().toLowerCase(Locale.ROOT));
    json.raw(",\"weight\":");
    json.number(event.weight());
    measurement(event);
    json.raw(",\"attributes\":{");
    attributes.first = true;
    event.forEach(attributes);
    json.raw("}}\n");
  }

  private void measurement(DbEvent event) {
    Instrument instrument = event.type().instrument();
    if (instrument == null) {
      return;
    }
    json.raw(",\"value\":");
    if (!event.hasValue()) {
      json.raw("null");
    } else if (instrument.valueType() == Instrument.ValueType.LONG) {
      json.number(event.longValue());
    } else {
      json.number(event.doubleValue());
    }
    json.raw(",\"unit\":");
    json.string(instrument.unit());
  }

  /** The years that 64 bits of nanoseconds reach, 1677 to 2262, all have four digits. */
  private void time(long epochNanos) {
    int nano = (int) Math.floorMod(epochNanos, NANOS);
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(epochNanos, NANOS), nano, ZoneOffset.UTC);
    digits(time.getYear(), 1000);
    json.raw('-');
    digits(time.getMonthValue(), 10);
    json.raw('-');
    digits(time.getDayOfMonth(), 10);
    json.raw('T');
    digits(time.getHour(), 10);
    json.raw(':');
    digits(time.getMinute(), 10);
    json.raw(':');
    digits(time.getSecond(), 10);
    json.raw('.');
    digits(nano, 100_000_000);
    json.raw('Z');
  }

  private void digits(int value, int highest) {
    for (int place = highest; place > 0; place /= 10) {
      json.raw((char) ('0' + value / place % 10));
    }
  }

  private final class AttributeWriter implements AttributeVisitor {
    private boolean first;

    @Override
    public void text(AttrKey<?> key, String value) {
      name(key);
      json.string(value);
    }

    @Override
    public void integer(AttrKey<?> key, long value) {
      name(key);
      json.number(value);
    }

    @Override
    public void decimal(AttrKey<?> key, double value) {
      name(key);
      json.number(value);
    }

    @Override
    public void truth(AttrKey<?> key, boolean value) {
      name(key);
      json.truth(value);
    }

    @Override
    public void texts(AttrKey<?> key, List<String> values) {
      name(key);
      json.raw('[');
      for (int i = 0; i < values.size(); i++) {
        comma(i == 0);
        json.string(values.get(i));
      }
      json.raw(']');
    }

    @Override
    public void integers(AttrKey<?> key, List<Long> values) {
      name(key);
      json.raw('[');
      for (int i = 0; i < values.size(); i++) {
        comma(i == 0);
        json.number(values.get(i));
      }
      json.raw(']');
    }

    private void name(AttrKey<?> key) {
      comma(first);
      first = false;
      json.string(key.name());
      json.raw(':');
    }

    private void comma(boolean isFirst) {
      if (!isFirst) {
        json.raw(',');
      }
    }
  }
}
