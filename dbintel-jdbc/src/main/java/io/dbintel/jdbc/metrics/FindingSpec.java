package io.dbintel.jdbc.metrics;

/**
 * What each row of a statement is a finding of. In both texts <code>{column}</code> stands for what
 * the column of that name holds: an integer as it is, a text as far as it looks like a name. A
 * remedy with a name that does not is told in other words.
 *
 * @param code the kind of finding
 * @param message what was found, in a sentence
 * @param remedy what to do about it
 */
public record FindingSpec(String code, String message, String remedy) {}
