package io.dbintel.jdbc.postgresql;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A server setting as {@code pg_settings} shows it.
 *
 * @param name its name
 * @param value its value in its own unit; empty if there is none
 * @param unit the unit, for example {@code 8kB} or {@code ms}; empty if there is none
 * @see <a href="https://www.postgresql.org/docs/current/config-setting.html">the manual on
 *     units</a>
 */
public record Setting(String name, String value, String unit) {
  /** Checks that nothing is missing. */
  public Setting {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(unit, "unit");
  }

  /** True if it is a truth value and on. */
  public boolean isOn() {
    return value.equals("on");
  }

  /** The value as an integer without unit. */
  public OptionalLong number() {
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException notANumber) {
      return OptionalLong.empty();
    }
  }

  /** The value in bytes, if it is a size. */
  public OptionalLong bytes() {
    long factor =
        switch (unit) {
          case "B" -> 1L;
          case "kB" -> 1L << 10;
          case "4kB" -> 4L << 10;
          case "8kB" -> 8L << 10;
          case "16kB" -> 16L << 10;
          case "32kB" -> 32L << 10;
          case "MB" -> 1L << 20;
          case "16MB" -> 16L << 20;
          default -> 0L;
        };
    OptionalLong number = number();
    if (factor == 0 || number.isEmpty()) {
      return OptionalLong.empty();
    }
    long amount = number.getAsLong();
    return Math.abs(amount) > Long.MAX_VALUE / factor
        ? OptionalLong.empty()
        : OptionalLong.of(amount * factor);
  }

  /** The value in seconds, if it is a time. */
  public OptionalDouble seconds() {
    double factor =
        switch (unit) {
          case "us" -> 1e-6;
          case "ms" -> 1e-3;
          case "s" -> 1;
          case "min" -> 60;
          case "h" -> 3600;
          case "d" -> 86_400;
          default -> 0;
        };
    OptionalLong number = number();
    return factor == 0 || number.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number.getAsLong() * factor);
  }
}
