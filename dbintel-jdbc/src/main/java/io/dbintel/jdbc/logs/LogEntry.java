package io.dbintel.jdbc.logs;

import io.dbintel.core.event.Sensitive;

/**
 * One message of a server log with all that belongs to it. What the log does not say is empty, 0 or
 * {@link #NO_TIME}. Immutable; prints neither text nor name.
 *
 * @param epochNanos when it was written, in ns since 1970, exact to what the log has; {@link
 *     #NO_TIME} if it does not say, or in a zone that is not known
 * @param pid the process that wrote it; 0 if the log does not say
 * @param sessionId the session, as {@code %c} writes it
 * @param user the role; never {@code [unknown]}
 * @param database the database; never {@code [unknown]}
 * @param application the application's name; never {@code [unknown]}
 * @param severity as the log has it: {@code LOG}, {@code ERROR}
 * @param sqlState five characters
 * @param queryId as {@code pg_stat_statements} calls the statement; 0 if there is none
 * @param texts what it says
 * @param line the number of its first line, from 1 for the first line that was read
 * @param endOffset the offset of the first byte after it
 */
public record LogEntry(
    long epochNanos,
    int pid,
    String sessionId,
    String user,
    String database,
    String application,
    String severity,
    String sqlState,
    long queryId,
    Sensitive<LogTexts> texts,
    long line,
    long endOffset) {

  /** Stands for a time that is not known. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /** Says which entry it is and nothing of what it holds. */
  @Override
  public String toString() {
    return "LogEntry[" + severity + ", line " + line + ", ends at " + endOffset + "]";
  }
}
