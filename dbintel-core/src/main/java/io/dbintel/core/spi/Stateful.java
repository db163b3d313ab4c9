package io.dbintel.core.spi;

/**
 * A processor or collector that must survive a restart. The engine calls all methods in the turn of
 * the component, so plain fields are enough, and does the writing elsewhere.
 */
public interface Stateful {
  /** The version of the bytes it writes. */
  int stateVersion();

  /** Its state, at most 16 MiB. */
  byte[] snapshot();

  /**
   * Takes up the state it left, before its first event. What it throws is reported, the bytes are
   * set aside, and it starts empty.
   *
   * @param version what {@link #stateVersion()} was when the bytes were written
   */
  void restore(int version, byte[] state);
}
