/**
 * dbintel embedded beside a real server with planted troubles. {@link
 * io.dbintel.examples.quickstart.Quickstart} holds the embedding itself; the rest is the server,
 * the workload, and how what dbintel knows is printed and judged.
 */
package io.dbintel.examples.quickstart;
