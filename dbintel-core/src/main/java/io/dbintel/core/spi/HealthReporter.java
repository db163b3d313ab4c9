package io.dbintel.core.spi;

/**
 * Where a component says how it is. The last word counts. Neither reason, message nor remedy may
 * hold a statement text, a literal, a credential or a connection string: health is shown to people.
 *
 * <p>Thread-safe; costs a volatile write.
 */
public interface HealthReporter {
  /** Says that all is well. */
  void up();

  /**
   * Says that something is not well.
   *
   * @param status anything but {@link HealthStatus#UP}
   * @param reason a stable code in snake_case, for machines and for the troubleshooting guide
   * @param message what is the matter, in a sentence
   * @param remedy what the operator can do; SQL where SQL is the remedy; empty if it heals by
   *     itself
   */
  void report(HealthStatus status, String reason, String message, String remedy);

  /**
   * A reporter for a part of this component, such as one privilege tier, shown as a component of
   * its own.
   *
   * @param name kebab-case; at most 64 parts of a component are kept
   */
  HealthReporter part(String name);
}
