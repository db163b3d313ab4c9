package io.dbintel.jdbc.explain;

import java.util.Set;

/**
 * A text that is proven to be one statement which can be planned, as it is sent: without comments,
 * without literals of text, with nothing in it that ends a statement. Immutable.
 *
 * @param text what is prepared
 * @param parameters the highest number of a parameter; 0 for none
 * @param names every identifier and keyword, as the server folds them: relations and types are
 *     among them
 * @param calls those that stand before a parenthesis, so that they may be functions
 * @param members those that stand behind a dot: a function can be called like a column
 * @param operators every operator, and those that the grammar implies
 */
record Explainable(
    String text,
    int parameters,
    Set<String> names,
    Set<String> calls,
    Set<String> members,
    Set<String> operators) {

  Explainable {
    names = Set.copyOf(names);
    calls = Set.copyOf(calls);
    members = Set.copyOf(members);
    operators = Set.copyOf(operators);
  }
}
