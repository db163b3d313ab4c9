/**
 * Which plan each statement used, what it cost with each, and when that became worse: a bounded
 * history per server, the statistics that compare two plans, and the findings made of them. It
 * reads attributes of events and never a plan.
 */
@NullMarked
package io.dbintel.processors.regression;

import org.jspecify.annotations.NullMarked;
