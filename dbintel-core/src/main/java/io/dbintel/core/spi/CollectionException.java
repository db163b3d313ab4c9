package io.dbintel.core.spi;

import java.util.Objects;

/**
 * A collection or an identification that failed in a way its author understands. Everything in it
 * may be shown to an operator: it must hold no statement text, literal, credential or connection
 * string, which is why it has no cause. Of any other exception dbintel shows only the class.
 */
public class CollectionException extends Exception implements Explained {
  private static final long serialVersionUID = 1L;

  private final HealthStatus status;
  private final String reason;
  private final String message;
  private final String remedy;

  /**
   * Tells what failed.
   *
   * @param status what health shows
   * @param reason a stable code in snake_case
   * @param message what is the matter, in a sentence
   * @param remedy what the operator can do; empty if it heals by itself
   */
  public CollectionException(HealthStatus status, String reason, String message, String remedy) {
    super(Objects.requireNonNull(message, "message"));
    this.status = Objects.requireNonNull(status, "status");
    this.message = message;
    this.reason = Objects.requireNonNull(reason, "reason");
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  @Override
  public HealthStatus status() {
    return status;
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public String explanation() {
    return message;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
