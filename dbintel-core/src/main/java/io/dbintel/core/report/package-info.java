/**
 * What a host is told about dbintel itself: its health, its ledger and its own numbers, each as
 * data and as text. Snapshots, immutable and thread-safe.
 */
@NullMarked
package io.dbintel.core.report;

import org.jspecify.annotations.NullMarked;
