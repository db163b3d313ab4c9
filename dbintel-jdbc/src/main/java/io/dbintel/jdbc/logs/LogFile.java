package io.dbintel.jdbc.logs;

import java.util.Comparator;

/**
 * A file of a log, as it was seen. Immutable.
 *
 * @param name its name within the directory
 * @param identity what stays when it is renamed: its key in the file system, or where that is not
 *     known its name
 * @param size its size in bytes
 * @param modifiedMicros when it was last written, in µs since 1970, as exact as its system has it
 * @param current true if the server writes into it now
 */
public record LogFile(
    String name, String identity, long size, long modifiedMicros, boolean current) {

  /** The order in which files are written, those of one instant by name. */
  static final Comparator<LogFile> BY_AGE =
      Comparator.comparingLong(LogFile::modifiedMicros).thenComparing(LogFile::name);

  /** Says which file it is. */
  @Override
  public String toString() {
    return "LogFile[" + name + ", " + size + " bytes]";
  }
}
