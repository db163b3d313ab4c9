/**
 * Hands events and measurements to the OpenTelemetry of the host, by its API alone: occurrences as
 * log records with an event name, measurements as metrics, dbintel's own numbers too. What the host
 * lends is never shut down.
 */
@NullMarked
package io.dbintel.otel;

import org.jspecify.annotations.NullMarked;
