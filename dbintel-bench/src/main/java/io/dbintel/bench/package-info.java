/**
 * Measures dbintel: benchmarks of its hot paths, each beside a peer or a floor in the same run, and
 * what it costs a server and a process. {@link io.dbintel.bench.Bench} runs them and writes what
 * came out into {@code docs/performance.md}. Benchmarks of what is package-private stand in this
 * module under that package's name, so that nothing had to be opened for them.
 */
@NullMarked
package io.dbintel.bench;

import org.jspecify.annotations.NullMarked;
