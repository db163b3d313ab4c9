/** An OTLP destination in the process, a host with a real SDK, and an instance fed by hand. */
@NullMarked
package io.dbintel.otel.testing;

import org.jspecify.annotations.NullMarked;
