package io.dbintel.jdbc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SqlResourceTest {
  @Test
  void commentLinesStayAndTheMarkComesAfterTheFirstWord() {
    SqlResource sql = SqlResource.of(SqlResourceTest.class, "versioned");
    assertThat(sql.text()).isEqualTo("select /* dbintel:versioned */ 'old' as form,\n  1 as one");
    assertThat(sql.name()).isEqualTo("versioned");
  }

  @Test
  void newestFormThatTheServerUnderstandsIsTaken() {
    assertThat(versioned(13).name()).isEqualTo("versioned");
    assertThat(versioned(16).name()).isEqualTo("versioned");
    assertThat(versioned(17).name()).isEqualTo("versioned-pg17");
    assertThat(versioned(99).name()).isEqualTo("versioned-pg17");
  }

  @Test
  void missingResourceIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SqlResource.of(SqlResourceTest.class, "nothing"))
        .withMessageContaining("nothing.sql")
        .withMessageContaining(SqlResourceTest.class.getName());
  }

  @Test
  void placesAreFilledIn() {
    SqlResource sql = SqlResource.of(SqlResourceTest.class, "placed");
    assertThat(sql.with("schema", SqlResource.identifier("a\"b")).text())
        .isEqualTo("select /* dbintel:placed */ 1 from \"a\"\"b\".t");
    assertThatIllegalArgumentException().isThrownBy(() -> sql.with("other", "x"));
  }

  /** A schema with a line break in its name broke the line of the remedy it stood in. */
  @Test
  void identifiersAreOneLineInWhichAllCanBeSeen() {
    assertThat(SqlResource.identifier("a\"b\\c ;")).isEqualTo("\"a\"\"b\\c ;\"");
    assertThat(SqlResource.identifier("a\nb\\\"\u202e\u2028"))
        .isEqualTo("U&\"a\\+00000Ab\\\\\"\"\\+00202E\\+002028\"");
  }

  private static SqlResource versioned(int major) {
    return SqlResource.of(SqlResourceTest.class, "versioned", "pg", major);
  }
}
