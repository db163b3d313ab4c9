package io.dbintel.examples.quickstart;

/**
 * Made-up personal data that must not come out of dbintel. {@link LeakScan} looks for it; nothing
 * of the example prints it.
 */
final class PlantedData {
  /** A card number from the ranges reserved for tests. */
  static final String CARD = "4111111111111111";

  static final String CARD_WITH_SPACES = "4111 1111 1111 1111";
  static final String CARD_WITH_DASHES = "4111-1111-1111-1111";
  static final String EMAIL = "jane.canary@example.com";

  private PlantedData() {}
}
