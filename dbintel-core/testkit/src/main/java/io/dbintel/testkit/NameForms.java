package io.dbintel.testkit;

import java.util.regex.Pattern;

/** The forms of names that machines read. */
final class NameForms {
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final int MAX_LENGTH = 64;

  private NameForms() {}

  static boolean isKebabCase(String name) {
    return name.length() <= MAX_LENGTH && KEBAB.matcher(name).matches();
  }

  static boolean isSnakeCase(String name) {
    return name.length() <= MAX_LENGTH && SNAKE.matcher(name).matches();
  }
}
