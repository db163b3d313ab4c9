/**
 * Reads SQL text without parsing it: one linear lexer that normalises, fingerprints and classifies
 * statements ({@link SqlNormalizer}) and takes the literals out of the expressions in plans ({@link
 * SqlExpressions}). What it cannot make sense of is replaced, never passed on, because text that a
 * lexer does not understand may hold a literal that nobody redacted.
 */
@NullMarked
package io.dbintel.core.sql;

import org.jspecify.annotations.NullMarked;
