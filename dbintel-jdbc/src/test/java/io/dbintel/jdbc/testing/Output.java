package io.dbintel.jdbc.testing;

import io.dbintel.core.DbIntel;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.SelfMetric;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Everything that came out of an instance, by where it came out. Each text is kept once. */
public final class Output {
  private final Map<String, Set<String>> texts = new ConcurrentHashMap<>();

  /** Adds a text. */
  public void add(String origin, String text) {
    texts.computeIfAbsent(origin, any -> ConcurrentHashMap.newKeySet()).add(text);
  }

  /** Adds an exception with all it carries, as a host would print it. */
  public void add(String origin, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    add(origin, trace.toString());
  }

  /** Adds what the instance says of itself now, and the names of all threads. */
  public void look(DbIntel dbintel) {
    for (ComponentHealth health : dbintel.health().components()) {
      add("health", health.toString());
    }
    add("ledger", dbintel.ledger().toString());
    for (SelfMetric metric : dbintel.metrics()) {
      add("metrics", metric.name() + metric.labels());
    }
    Thread.getAllStackTraces().keySet().forEach(thread -> add("threads", thread.getName()));
  }

  /** Adds an event with all its attributes. */
  public void add(String origin, DbEvent event) {
    add(origin, event.toString() + event.database() + event.payload());
    event.forEach(
        new AttributeVisitor() {
          @Override
          public void text(AttrKey<?> key, String value) {
            add(origin, key.name() + '=' + value);
          }

          @Override
          public void integer(AttrKey<?> key, long value) {
            text(key, Long.toString(value));
          }

          @Override
          public void decimal(AttrKey<?> key, double value) {
            text(key, Double.toString(value));
          }

          @Override
          public void truth(AttrKey<?> key, boolean value) {
            text(key, Boolean.toString(value));
          }

          @Override
          public void texts(AttrKey<?> key, List<String> values) {
            text(key, values.toString());
          }

          @Override
          public void integers(AttrKey<?> key, List<Long> values) {
            text(key, values.toString());
          }
        });
  }

  /** Adds the names and the contents of all files in a folder; how many they are. */
  public int addFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      for (Path file : all) {
        add("file names", folder.relativize(file).toString());
        add("files", new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return all.size();
    }
  }

  /** True if any text of this origin holds this. */
  public boolean has(String origin, String part) {
    return texts.getOrDefault(origin, Set.of()).stream().anyMatch(text -> text.contains(part));
  }

  /** Which canaries came out, and where. */
  public Set<String> leaks(Canaries canaries) {
    Set<String> leaks = new TreeSet<>();
    texts.forEach(
        (origin, all) -> {
          for (String text : all) {
            for (String place : canaries.foundIn(text)) {
              String shown = text.length() > 2_000 ? "(long)" : text;
              leaks.add(place + " came out by " + origin + ": " + shown);
            }
          }
        });
    return leaks;
  }
}
