/**
 * Exporters that need nothing but the JDK: one that remembers, and one that writes a JSON object a
 * line to a file or a stream.
 */
@NullMarked
package io.dbintel.core.export;

import org.jspecify.annotations.NullMarked;
