package io.dbintel.core.spi;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of components over a restart. The engine calls it on an I/O thread.
 *
 * <p>Implementations are thread-safe.
 */
public interface StateStore extends AutoCloseable {
  /**
   * A stored value.
   *
   * @param version how often the key was written, from 1; 0 is "never"
   * @param value the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // Entries are read, not compared.
  record Entry(long version, byte[] value) {}

  /**
   * The value of a key, or null if there is none or it is past its time to live. What is broken or
   * foreign is set aside, reported and answered with null.
   */
  @Nullable Entry read(String key) throws IOException;

  /**
   * Writes a value if the key is still at the version expected.
   *
   * @param expectedVersion the version read or written last; 0 if there was none
   * @return the new version, or -1 if another writer was faster
   */
  long write(String key, long expectedVersion, byte[] value, Duration timeToLive)
      throws IOException;

  /** Lets go of what it holds. Idempotent. */
  @Override
  default void close() throws IOException {}
}
