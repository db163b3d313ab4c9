/**
 * For hosts whose OpenTelemetry is the SDK: hears what its exporters are answered, and starts
 * dbintel with the SDK's auto-configuration. The SDK is the host's: nothing here is loaded unless
 * the host, or its auto-configuration, asks for it.
 */
@NullMarked
package io.dbintel.otel.sdk;

import org.jspecify.annotations.NullMarked;
