package io.dbintel.bench;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the table.
 *
 * @param ours the benchmark, as class and method
 * @param name what one operation of it is
 * @param peer what it stands beside, as class and method
 * @param peerName what the peer is
 */
record Comparison(String ours, String name, String peer, String peerName) {

  /** Those that a class names by {@link Row}, in the order of {@code methods}. */
  static List<Comparison> of(Class<?> benchmarks, List<String> methods) {
    List<Comparison> all = new ArrayList<>();
    for (String method : methods) {
      Row row = row(benchmarks, method);
      for (String peer : row.beside()) {
        all.add(
            new Comparison(
                benchmarks.getName() + '.' + method,
                row.value(),
                benchmarks.getName() + '.' + peer,
                row(benchmarks, peer).value()));
      }
    }
    return all;
  }

  private static Row row(Class<?> benchmarks, String name) {
    for (Method method : benchmarks.getMethods()) {
      Row row = method.getAnnotation(Row.class);
      if (method.getName().equals(name) && row != null) {
        return row;
      }
    }
    throw new IllegalArgumentException(
        "no method '" + name + "' with @Row in " + benchmarks.getName());
  }
}
