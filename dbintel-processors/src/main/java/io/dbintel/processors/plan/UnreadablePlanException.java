package io.dbintel.processors.plan;

import java.util.Objects;

/**
 * A plan that cannot be read, with the reason in one word. Its message shows nothing of the plan.
 */
public final class UnreadablePlanException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a plan cannot be read. */
  public enum Reason {
    /** There is no text. */
    EMPTY("empty"),
    /** It is longer than {@link PlanLimits#maxLength()}. */
    TOO_LARGE("too_large"),
    /** It is deeper than {@link PlanLimits#maxDepth()}. */
    TOO_DEEP("too_deep"),
    /** It is none, or written in a way that is not known. */
    NOT_A_PLAN("not_a_plan"),
    /** It breaks off, or breaks the rules of its format. */
    MALFORMED("malformed"),
    /** It is a text in which a literal ends nowhere, so that any line may be part of it. */
    UNBALANCED("unbalanced"),
    /** Its product or format is one that is not read. */
    UNSUPPORTED("unsupported");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** As attributes and counters say it. */
    public String text() {
      return text;
    }
  }

  private final Reason reason;

  UnreadablePlanException(Reason reason, String message) {
    this(reason, message, false);
  }

  /** Without a trace where it is thrown for every plan of a kind: a trace costs more than all. */
  private UnreadablePlanException(Reason reason, String message, boolean traced) {
    super(Objects.requireNonNull(message, "message"), null, false, traced);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
