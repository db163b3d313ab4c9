/** That the service file is found. */
@org.jspecify.annotations.NullMarked
package io.dbintel.otel.autoconfigure;
