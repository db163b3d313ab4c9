package io.dbintel.jdbc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.HealthStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorClassTest {
  @ParameterizedTest
  @CsvSource({
    "57014, TIMEOUT",
    "55P03, TIMEOUT",
    "57P01, SHUTTING_DOWN",
    "57P03, SHUTTING_DOWN",
    "53300, TOO_MANY_CONNECTIONS",
    "28P01, AUTHENTICATION",
    "28000, AUTHENTICATION",
    "42501, PERMISSION",
    "42P01, MISSING_OBJECT",
    "42883, MISSING_OBJECT",
    "3D000, MISSING_OBJECT",
    "42601, SYNTAX",
    "25006, READ_ONLY",
    "08006, CONNECTION_LOST",
    "08001, CONNECTION_LOST",
    "08004, CONNECTION_REJECTED",
    "XX000, OTHER",
    "99, OTHER"
  })
  void sqlStateDecides(String state, ErrorClass expected) {
    assertThat(ErrorClass.ofSqlState(state)).isEqualTo(expected);
  }

  @Test
  void withoutSqlStateTheTypeDecides() {
    assertThat(ErrorClass.of(new SQLTimeoutException("x"))).isEqualTo(ErrorClass.TIMEOUT);
    assertThat(ErrorClass.of(new SQLTransientConnectionException("x")))
        .isEqualTo(ErrorClass.CONNECTION_LOST);
    assertThat(ErrorClass.of(new SQLException("connection refused"))).isEqualTo(ErrorClass.OTHER);
  }

  @Test
  void whatTheDriverSaidIsNotKept() {
    SQLException driver =
        new SQLException("password of \"canary\" is wrong", "28P01", new Throwable("canary"));
    DatabaseException ours = DatabaseException.of("app / orders", "server", driver);
    assertThat(ours.getMessage())
        .isEqualTo(
            "[app / orders] server failed: the server refused the role, its password or the way it"
                + " came in (authentication, SQLSTATE 28P01)");
    assertThat(ours.getCause()).isNull();
    assertThat(ours.getSuppressed()).isEmpty();
  }

  @Test
  void oddSqlStateIsNotRepeated() {
    SQLException driver = new SQLException("x", "can'y");
    assertThat(DatabaseException.of("a / b", "s", driver).getSQLState()).isNull();
  }

  /** What health says must be found where an operator looks. */
  @ParameterizedTest
  @EnumSource
  void everyReasonStandsInTheGuide(ErrorClass error) throws IOException {
    Path guide = Path.of("docs", "guide.md");
    String text = Files.readString(Files.exists(guide) ? guide : Path.of("..").resolve(guide));
    assertThat(text).containsPattern("(?m)^\\|[^|]*`" + error.code() + "`[^|]*\\|");
  }

  @ParameterizedTest
  @EnumSource(ErrorClass.class)
  void saysWhatItMeansAndWhatToDo(ErrorClass error) {
    assertThat(error.meaning()).isNotEmpty();
    assertThat(error.remedy()).endsWith(".");
    assertThat(error.status()).isGreaterThan(HealthStatus.UP);
  }
}
