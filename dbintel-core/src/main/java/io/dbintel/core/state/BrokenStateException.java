package io.dbintel.core.state;

/** A file that cannot be used, and why: a clause that goes on from the file's name. */
final class BrokenStateException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenStateException(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
