package io.dbintel.examples.quickstart;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.jdbc.postgresql.PostgresAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the server counted for each statement, added up from the events of all intervals as a
 * backend would.
 *
 * @param byTime the statements that were told one by one, longest first
 * @param seconds how long all top-level statements ran, those of the rest too
 */
record TopStatements(List<Statement> byTime, double seconds) {

  /** One statement's sums. */
  static final class Statement {
    private final String text;
    private long calls;
    private double seconds;
    private double mean;
    private double squares;
    private boolean deviates = true;

    private Statement(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    long calls() {
      return calls;
    }

    double seconds() {
      return seconds;
    }

    /** Mean time of an execution. */
    double mean() {
      return mean;
    }

    /** Standard deviation of the time of an execution; NaN if an interval's is not known. */
    double deviation() {
      return deviates ? Math.sqrt(squares / calls) : Double.NaN;
    }

    /** Two intervals' moments become one: Chan, Golub and LeVeque, 1979. */
    private void add(DbEvent event) {
      long more = event.getLong(StatementAttributes.CALLS, 0);
      double time = event.getDouble(StatementAttributes.TOTAL_EXEC_TIME, 0);
      seconds += time;
      if (more == 0) {
        return;
      }
      double deviation = event.getDouble(Attributes.STATEMENT_STDDEV, more == 1 ? 0 : Double.NaN);
      deviates &= !Double.isNaN(deviation);
      double apart = time / more - mean;
      double weight = (double) more / (calls + more);
      squares += more * deviation * deviation + apart * apart * calls * weight;
      mean += apart * weight;
      calls += more;
    }
  }

  static TopStatements of(List<DbEvent> events) {
    Map<String, String> texts = texts(events);
    Map<String, Statement> statements = new HashMap<>();
    double all = 0;
    for (DbEvent event : events) {
      boolean topLevel = event.getBoolean(Attributes.STATEMENT_TOPLEVEL, true);
      if (!event.type().equals(EventTypes.TOP_QUERY) || !topLevel) {
        continue;
      }
      all += event.getDouble(StatementAttributes.TOTAL_EXEC_TIME, 0);
      String id = event.get(StatementAttributes.QUERYID);
      if (id != null) {
        String text = texts.getOrDefault(id, "statement " + id);
        statements.computeIfAbsent(id, one -> new Statement(text)).add(event);
      }
    }
    List<Statement> byTime = new ArrayList<>(statements.values());
    byTime.sort(Comparator.comparingDouble(Statement::seconds).reversed());
    return new TopStatements(byTime, all);
  }

  /** A statement's first interval may be told before its text is known: the id joins them. */
  private static Map<String, String> texts(List<DbEvent> events) {
    Map<String, String> texts = new HashMap<>();
    for (DbEvent event : events) {
      String text = event.get(Attributes.DB_QUERY_TEXT);
      String id =
          event.type().equals(EventTypes.TOP_QUERY)
              ? event.get(StatementAttributes.QUERYID)
              : event.get(PostgresAttributes.QUERY_ID);
      if (text != null && id != null) {
        texts.put(id, text);
      }
    }
    return texts;
  }

  double share(Statement statement) {
    return seconds > 0 ? statement.seconds() / seconds : 0;
  }
}
