/**
 * How events flow: collections by turn, lanes that each own one target, export queues, the ledger
 * and the time that drives them. One class is public, {@link io.dbintel.core.engine.Engine}, and it
 * is there for {@link io.dbintel.core.DbIntel} alone.
 */
@NullMarked
package io.dbintel.core.engine;

import org.jspecify.annotations.NullMarked;
