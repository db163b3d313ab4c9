package io.dbintel.jdbc.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a log are and how they are read: a directory, or a server that is asked for
 * them. Used by one thread at a time.
 *
 * @param <X> what is thrown if that fails
 */
public interface LogFiles<X extends Exception> {
  /** The files of the log; one of them is {@linkplain LogFile#current() current} unless none is. */
  List<LogFile> list() throws X;

  /** A file that {@link #list} does not have any more, for example because it was renamed. */
  @Nullable LogFile find(String identity) throws X;

  /**
   * Bytes of a file: fewer than asked for only at its end, none beyond it or if it is gone.
   *
   * @param offset where to begin
   * @param length how many, at least 1
   */
  byte[] read(LogFile file, long offset, int length) throws X;
}
