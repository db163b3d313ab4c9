package io.dbintel.jdbc.logs;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message that says how long something took: {@code duration: 12.345 ms plan: …} of auto_explain,
 * {@code duration: 12.345 ms statement: …} of the server itself. Only as servers write it in
 * English. Immutable.
 *
 * @param seconds how long it took, at least 0
 * @param kind what took so long
 * @param text the statement, with its literals; empty if it does not stand there
 * @param plan the plan; null if it is none
 */
public record LoggedDuration(
    double seconds, Kind kind, Sensitive<String> text, @Nullable Sensitive<RawPlan> plan) {
  private static final String DURATION = "duration: ";
  private static final String MILLISECONDS = " ms";
  private static final String PLAN = "plan:";
  private static final String SYSTEM = "postgresql";

  /** What took so long. */
  public enum Kind {
    /** An execution whose plan follows. */
    PLAN,
    /** A statement of the simple protocol. */
    STATEMENT,
    /** A step of the extended protocol. */
    PARSE,
    /** A step of the extended protocol. */
    BIND,
    /** A step of the extended protocol. */
    EXECUTE,
    /** A call by the protocol's own function call. */
    FASTPATH,
    /** The message does not say, because the statement was logged before. */
    NOT_TOLD
  }

  /**
   * What an entry says of a duration; null if it says nothing of one.
   *
   * <p>Anybody who may run a statement can have the server log a text that looks like a plan, by
   * {@code RAISE LOG}. auto_explain never has the statement logged beside its message, and a
   * message that was raised always has, or a context that says so: such an entry is no plan.
   */
  public static @Nullable LoggedDuration of(LogEntry entry) {
    LogTexts texts = entry.texts().reveal();
    LoggedDuration duration = of(texts.message());
    if (duration != null && duration.kind == Kind.PLAN && isRaised(texts)) {
      return null;
    }
    return duration;
  }

  /** True if an entry looks like a plan of auto_explain and cannot be one. */
  public static boolean isForgedPlan(LogEntry entry) {
    LogTexts texts = entry.texts().reveal();
    LoggedDuration duration = of(texts.message());
    return duration != null && duration.kind == Kind.PLAN && isRaised(texts);
  }

  private static boolean isRaised(LogTexts texts) {
    int line = texts.context().indexOf('\n');
    String innermost = line < 0 ? texts.context() : texts.context().substring(0, line);
    return !texts.statement().isEmpty() || innermost.endsWith(" at RAISE");
  }

  private static @Nullable LoggedDuration of(String message) {
    if (!message.startsWith(DURATION)) {
      return null;
    }
    int whole = LogTime.digitsEnd(message, DURATION.length(), 15);
    int end = whole;
    if (message.startsWith(".", whole)) {
      end = LogTime.digitsEnd(message, whole + 1, 9);
    }
    if (whole == DURATION.length() || !message.startsWith(MILLISECONDS, end)) {
      return null;
    }
    double seconds = Double.parseDouble(message.substring(DURATION.length(), end)) / 1e3;
    String rest = message.substring(end + MILLISECONDS.length()).stripLeading();
    if (rest.startsWith(PLAN)) {
      String plan = withoutBlankLines(rest.substring(PLAN.length()));
      RawPlan raw = new RawPlan(SYSTEM, format(plan), RawPlan.Provenance.EXECUTED, plan, null);
      String statement = PlanStatement.of(raw.format(), plan);
      return new LoggedDuration(
          seconds, Kind.PLAN, Sensitive.of("statement", statement), Sensitive.of("plan", raw));
    }
    int colon = rest.indexOf(": ");
    Kind kind = rest.isEmpty() ? Kind.NOT_TOLD : kind(rest);
    if (kind == null) {
      return null;
    }
    String statement = colon < 0 ? "" : rest.substring(colon + 2);
    return new LoggedDuration(seconds, kind, Sensitive.of("statement", statement), null);
  }

  private static @Nullable Kind kind(String rest) {
    for (Kind kind : Kind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      boolean named = rest.startsWith(word + ' ') || rest.startsWith(word + ':');
      if (named && kind != Kind.NOT_TOLD && kind != Kind.PLAN) {
        return kind;
      }
    }
    return null;
  }

  /** Without the line end after {@code plan:} and the blank lines at the end. */
  private static String withoutBlankLines(String text) {
    int from = 0;
    while (from < text.length() && (text.charAt(from) == '\n' || text.charAt(from) == '\r')) {
      from++;
    }
    return text.substring(from).stripTrailing();
  }

  /**
   * auto_explain writes the statement first: in YAML in double quotes, with which no statement can
   * begin.
   */
  private static RawPlan.Format format(String plan) {
    String text = plan.stripLeading();
    if (text.startsWith("{") || text.startsWith("[")) {
      return RawPlan.Format.JSON;
    }
    if (text.startsWith("<")) {
      return RawPlan.Format.XML;
    }
    if (text.startsWith("Query Text: \"") || text.startsWith("Plan:")) {
      return RawPlan.Format.YAML;
    }
    return text.startsWith("Query Text: ") || text.contains("(cost=")
        ? RawPlan.Format.TEXT
        : RawPlan.Format.UNKNOWN;
  }

  @Override
  public String toString() {
    return "LoggedDuration[" + kind + ", " + seconds + " s]";
  }
}
