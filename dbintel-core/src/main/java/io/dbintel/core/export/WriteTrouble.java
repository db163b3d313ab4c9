package io.dbintel.core.export;

import java.util.Locale;

/** What can keep lines from being written, as health tells it. */
enum WriteTrouble {
  OPEN_FAILED(
      "The file of events cannot be opened or created.",
      "Check that its folder exists or can be created, and that the process may write there."),
  FILE_IN_USE(
      "The file of events is being written by another exporter or process.",
      "Give each exporter a file of its own."),
  ROTATION_FAILED(
      "The file of events is full and cannot be put aside.",
      "Check that the process may rename and delete files in its folder."),
  DISK_FULL("There is no room for the file of events.", "Make room; writing goes on by itself."),
  WRITE_FAILED(
      "The file of events cannot be written.", "Check the file system; it is tried again."),
  STREAM_FAILED(
      "The stream of events does not take any more.", "Check what reads the process's output.");

  private final String message;
  private final String remedy;

  WriteTrouble(String message, String remedy) {
    this.message = message;
    this.remedy = remedy;
  }

  static WriteTrouble ofReason(String reason) {
    return valueOf(reason.toUpperCase(Locale.ROOT));
  }

  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }

  String message() {
    return message;
  }

  String remedy() {
    return remedy;
  }
}
