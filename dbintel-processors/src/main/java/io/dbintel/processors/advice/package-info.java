/**
 * What to do about a plan: rules in a table, held against the numbers of its nodes. Each piece of
 * advice carries the numbers that gave rise to it; nothing is ever done by itself.
 */
@NullMarked
package io.dbintel.processors.advice;

import org.jspecify.annotations.NullMarked;
