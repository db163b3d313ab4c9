package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands below the nodes in PostgreSQL's TEXT: times, triggers, settings, JIT. */
final class TextFooter {
  private final PlanBuilder builder;
  private final TextDetails details;
  private final List<PlanFacts> triggers = new ArrayList<>();
  private @Nullable PlanKey group;

  TextFooter(PlanBuilder builder, TextDetails details) {
    this.builder = builder;
    this.details = details;
  }

  void begin() {
    triggers.clear();
    group = null;
  }

  void end() {
    endGroup();
    builder.groups(PlanKey.TRIGGERS, triggers);
  }

  /** Reads a line that stands where the root does; false if it is none that is known to. */
  boolean line(String text) {
    endGroup();
    if (text.startsWith("(") && (text.endsWith(" rows)") || text.endsWith(" row)"))) {
      return true;
    }
    int colon = SqlQuotes.find(text, ":", 0);
    if (colon < 0) {
      return false;
    }
    String key = text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    if (key.equals("Trigger") || key.startsWith("Trigger ")) {
      trigger(key, value);
    } else if (value.isEmpty()) {
      open(key);
    } else {
      property(key, value);
    }
    return true;
  }

  private void open(String key) {
    PlanKey known = PlanKey.of(key);
    if (known != null && known.kind() == PlanKey.Kind.GROUP) {
      group = known;
      builder.openGroup();
    } else if (known == null) {
      builder.unknown(key);
    }
  }

  private void endGroup() {
    if (group != null) {
      PlanKey ended = group;
      group = null;
      builder.group(ended, builder.closeGroup());
    }
  }

  private void property(String key, String value) {
    switch (key) {
      case "Settings" -> settings(value);
      case "Serialization" -> serialization(value);
      case "Planning time" -> details.number(PlanKey.PLANNING_TIME, value, key);
      case "Execution time" -> details.number(PlanKey.EXECUTION_TIME, value, key);
      case "Total runtime" -> details.number(PlanKey.TOTAL_RUNTIME, value, key);
      default -> details.read(key, value);
    }
  }

  /** Reads a line under one that opened a group. */
  void inner(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      builder.unknown("?");
      return;
    }
    String key = text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    switch (key) {
      case "Options" -> options(value);
      case "Timing" -> timing(value);
      default -> details.read(key, value);
    }
  }

  private void options(String value) {
    builder.openGroup();
    for (String part : value.split(", ", -1)) {
      int space = part.lastIndexOf(' ');
      PlanKey key = space < 0 ? null : PlanKey.of(part.substring(0, space));
      if (key == null) {
        builder.unknown(part);
      } else {
        builder.flag(key, part.endsWith(" true"));
      }
    }
    builder.group(PlanKey.OPTIONS, builder.closeGroup());
  }

  /** Reads {@code Generation 0.1 ms (Deform 0.0 ms), Inlining 0.2 ms, …}. */
  private void timing(String value) {
    builder.openGroup();
    for (String part : value.replace(" (", ", ").replace(")", "").split(", ", -1)) {
      int space = part.indexOf(' ');
      PlanKey key = space < 0 ? null : PlanKey.of(part.substring(0, space));
      if (key == null) {
        builder.unknown(part);
      } else {
        details.number(key, part.substring(space), key.text());
      }
    }
    builder.group(PlanKey.TIMING, builder.closeGroup());
  }

  /** Reads {@code Trigger t for constraint c on r: time=0.1 calls=1}. */
  private void trigger(String key, String value) {
    builder.openGroup();
    String rest = key.substring("Trigger".length());
    int on = SqlQuotes.find(rest, " on ", 0);
    if (on >= 0) {
      builder.text(PlanKey.RELATION, rest.substring(on + " on ".length()));
      rest = rest.substring(0, on);
    }
    int constraint = SqlQuotes.find(rest, " for constraint ", 0);
    if (constraint >= 0) {
      builder.text(
          PlanKey.CONSTRAINT_NAME, rest.substring(constraint + " for constraint ".length()));
      rest = rest.substring(0, constraint);
    }
    if (!rest.isBlank()) {
      builder.text(PlanKey.TRIGGER_NAME, rest.strip());
    }
    for (String part : value.split(" ", -1)) {
      if (part.startsWith("time=")) {
        details.number(PlanKey.TIME, part.substring("time=".length()), "time");
      } else if (part.startsWith("calls=")) {
        details.number(PlanKey.CALLS, part.substring("calls=".length()), "calls");
      }
    }
    triggers.add(builder.closeGroup());
  }

  /** Reads {@code time=0.1 ms output=1kB format=text}. */
  private void serialization(String value) {
    builder.openGroup();
    for (String part : value.split(" +", -1)) {
      if (part.startsWith("time=")) {
        details.number(PlanKey.TIME, part.substring("time=".length()), "time");
      } else if (part.startsWith("output=")) {
        details.number(PlanKey.OUTPUT_VOLUME, part.substring("output=".length()), "output");
      } else if (part.startsWith("format=")) {
        builder.text(PlanKey.FORMAT, part.substring("format=".length()));
      }
    }
    builder.group(PlanKey.SERIALIZATION, builder.closeGroup());
  }

  /** Reads {@code work_mem = '64MB', jit = 'off'}. */
  private void settings(String value) {
    for (String part : SqlQuotes.splitList(value)) {
      int equals = part.indexOf(" = '");
      if (equals < 0) {
        builder.unknown("Settings");
      } else {
        String text = part.substring(equals + " = '".length());
        builder.setting(
            part.substring(0, equals),
            text.endsWith("'") ? text.substring(0, text.length() - 1) : text);
      }
    }
  }
}
