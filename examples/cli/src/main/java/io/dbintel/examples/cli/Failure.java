package io.dbintel.examples.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a command could not be carried out, in words for whoever typed it. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** With what the process should end. */
  int exitCode() {
    return exitCode;
  }

  /** One line about a failure. What is not expected is named by its class too. */
  static String inWords(Throwable failure) {
    if (failure instanceof Failure) {
      return failure.getMessage();
    }
    if (failure instanceof NoSuchFileException) {
      return failure.getMessage() + ": there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return failure.getMessage() + ": may not be read";
    }
    if (failure instanceof OutOfMemoryError) {
      return "too little memory: give the JVM more, with -Xmx";
    }
    String message = failure.getMessage();
    return failure.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
  }
}
