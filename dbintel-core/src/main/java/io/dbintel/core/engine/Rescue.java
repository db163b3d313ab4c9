package io.dbintel.core.engine;

/**
 * Work that can be put right if it did not come to its end.
 *
 * <p>Its own {@code finally} is not enough where memory ran out: the virtual machine may have to
 * leave compiled code then, and if there is no memory for the objects which that code did without,
 * it throws the frame away with all handlers in it. So whoever runs the work calls this, from a
 * frame that is hardly ever entered and therefore not compiled.
 */
interface Rescue {
  /** Gives back whatever it holds; changes nothing if it holds nothing. On its thread. */
  void rescue();
}
