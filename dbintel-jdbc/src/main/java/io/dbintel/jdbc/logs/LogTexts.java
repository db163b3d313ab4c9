package io.dbintel.jdbc.logs;

/**
 * The texts of a log entry, literals of users included: keep them inside {@link
 * io.dbintel.core.event.Sensitive}. Immutable; prints nothing of what it holds.
 *
 * @param message the primary message, without its severity; lines are separated by {@code \n}
 * @param detail the detail; empty if there is none
 * @param hint the hint; empty if there is none
 * @param context where in functions it happened; empty if nowhere
 * @param statement the statement that caused it; empty if the server does not say
 */
public record LogTexts(
    String message, String detail, String hint, String context, String statement) {

  /** Says how much there is and nothing of what it is. */
  @Override
  public String toString() {
    return "LogTexts[" + message.length() + " characters]";
  }
}
