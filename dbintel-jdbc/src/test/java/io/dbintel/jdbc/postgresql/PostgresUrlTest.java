package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://db.example:5433/orders|db.example|5433",
        "jdbc:postgresql://db.example/orders?a=b|db.example|5432",
        "jdbc:postgresql://db.example|db.example|5432",
        "jdbc:postgresql:orders|localhost|5432",
        "jdbc:postgresql:/|localhost|5432",
        "jdbc:postgresql://[::1]:5433/orders|[::1]|5433",
        "jdbc:postgresql://[::1]/orders|[::1]|5432",
        "jdbc:postgresql://a:1,b:2/orders|a:1,b:2|5432",
        "jdbc:postgresql://user@db.example:77/x|db.example|77",
        "jdbc:some-wrapper:postgresql://db.example:1/x|db.example|1",
        "jdbc:other:thing|localhost|5432"
      })
  void hostAndPortAreTakenOut(String url, String host, int port) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    assertThat(parsed.host()).isEqualTo(host);
    assertThat(parsed.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 127.0.0.1",
    "LocalHost:5433, 127.0.0.1",
    "127.0.0.1, 127.0.0.1",
    "[::1]:5433, 127.0.0.1",
    "127.0.0.2:5433, 127.0.0.2",
    "DB.example, db.example",
    "[::2]:5433, [::2]"
  })
  void thisMachineHasOneName(String hosts, String canonical) {
    assertThat(PostgresUrl.parse("jdbc:postgresql://" + hosts + "/orders").canonicalHost())
        .isEqualTo(canonical);
  }

  @Test
  void anotherDatabaseIsNamedSafely() {
    assertThat(PostgresUrl.parse("jdbc:postgresql://h:1/a?x=y").forDatabase("b c/ü?&d"))
        .isEqualTo("jdbc:postgresql://h:1/b%20c%2F%C3%BC%3F%26d?x=y");
  }

  @Test
  void parametersAreKnownByName() {
    assertThat(PostgresUrl.parse("jdbc:postgresql://h/a?SSLMode=x&b&=c").parameterNames())
        .containsExactly("b", "sslmode");
  }
}
