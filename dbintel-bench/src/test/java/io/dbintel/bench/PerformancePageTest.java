package io.dbintel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PerformancePageTest {
  private static final String PAGE =
      """
      before
      <!-- begin a -->
      old
      <!-- end a -->
      between
      <!-- begin b -->
      <!-- end b -->
      """;

  @Test
  void replacesOneSectionAndLeavesTheRest() {
    assertThat(PerformancePage.replaced(PAGE, "a", "new\n"))
        .isEqualTo(
            """
            before
            <!-- begin a -->

            new

            <!-- end a -->
            between
            <!-- begin b -->
            <!-- end b -->
            """);
  }

  @Test
  void writingTheSameTwiceChangesNothing() {
    String once = PerformancePage.replaced(PAGE, "b", "new");

    assertThat(PerformancePage.replaced(once, "b", "new")).isEqualTo(once);
  }

  @Test
  void aPageWithoutTheMarkersIsRefused() {
    assertThatThrownBy(() -> PerformancePage.replaced(PAGE, "c", "new"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("<!-- begin c -->");
  }
}
