package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresTargetBuilderTest {
  private static final String URL = "jdbc:postgresql://db.example:5433/orders";

  @Test
  void tellsEveryProblemAtOnce() {
    assertThat(
            problems(
                PostgresTarget.builder("Orders!")
                    .url(URL + "?user=canary&password=canary&sslmode=disable&tcpKeepAlive=true")
                    .lockTimeout(Duration.ZERO)
                    .databases("a", "b")
                    .excludeDatabases("b")))
        .containsExactlyInAnyOrder("id", "lockTimeout", "databases", "url", "url", "url");
  }

  @Test
  void messagesHoldNothingOfTheUrl() {
    ConfigException error =
        failure(PostgresTarget.builder("orders").url("jdbc:other:canary?password=canary"));
    assertThat(error).hasMessageContaining("orders").hasMessageNotContaining("canary");
    assertThat(failure(PostgresTarget.builder("orders").url(URL + "?password=canary")))
        .hasMessageContaining("say password by itself, as a secret")
        .hasMessageNotContaining("canary")
        .hasMessageNotContaining("example");
  }

  @Test
  void needsOneWayToTheServer() {
    assertThat(failure(PostgresTarget.builder("orders")))
        .hasMessageContaining("say url for a pool of our own, or dataSource");
  }

  @Test
  void tlsIsVerifiedUnlessSomebodySaysOtherwise() {
    PostgresUrl url = PostgresUrl.parse(URL);
    assertThat(DriverProperties.of(PostgresTarget.builder("orders").config(), url))
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    assertThat(
            DriverProperties.of(
                PostgresTarget.builder("orders").rootCertificate(Path.of("ca.pem")).config(), url))
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "ca.pem")
        .doesNotContainKey("sslfactory");
    assertThat(
            DriverProperties.of(PostgresTarget.builder("orders").tls(Tls.DISABLED).config(), url))
        .containsEntry("sslmode", "disable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslfactory",
        "sslFactory",
        "sslfactoryarg",
        "sslhostnameverifier",
        "sslpassword",
        "sslpasswordcallback",
        "service"
      })
  void urlCannotSwitchVerificationOffOrCarryASecret(String parameter) {
    ConfigException error =
        failure(PostgresTarget.builder("orders").url(URL + '?' + parameter + "=canary"));
    assertThat(error.problems()).extracting(ConfigProblem::path).containsExactly("url");
    assertThat(error)
        .hasMessageContaining("'" + parameter.toLowerCase(Locale.ROOT) + "'")
        .hasMessageMatching(".*(by itself|by themselves|lend a dataSource|let sslkey).*")
        .hasMessageNotContaining("canary");
  }

  @Test
  void urlCannotGiveUsAnotherName() {
    assertThat(failure(PostgresTarget.builder("orders").url(URL + "?ApplicationName=shop")))
        .hasMessageContaining("must not hold the parameter 'ApplicationName'");
  }

  @Test
  void urlMayNameCertificatesAndKeys() throws Exception {
    try (PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(URL + "?sslrootcert=ca.pem&sslcert=client.crt&sslkey=client.pk8")
            .build()) {
      assertThat(target.id()).isEqualTo("orders");
    }
  }

  @Test
  void transactionPoolerGetsNoSessionSettings() {
    PostgresTargetConfig builder =
        PostgresTarget.builder("orders").transactionPooler(true).config();
    PostgresUrl url = PostgresUrl.parse(URL);
    Map<String, String> properties = DriverProperties.of(builder, url);
    assertThat(properties).doesNotContainKey("options").containsEntry("prepareThreshold", "0");
    assertThat(DriverProperties.limitsSession(builder, url)).isFalse();
  }

  @Test
  void printsNothingItKeeps() {
    PostgresTargetBuilder builder =
        PostgresTarget.builder("orders").url(URL).user("canary").password(Secret.of("canary"));
    assertThat(builder.toString() + builder.build() + PostgresUrl.parse(URL))
        .doesNotContain("canary")
        .doesNotContain("example");
  }

  @Test
  void openingTouchesNoNetwork() throws Exception {
    try (PostgresTarget target =
        PostgresTarget.builder("orders").url("jdbc:postgresql://nowhere.invalid/x").build()) {
      target.open(new TestContext("orders"));
      assertThat(target.databases()).isEmpty();
    }
  }

  private static List<String> problems(PostgresTargetBuilder builder) {
    return failure(builder).problems().stream().map(ConfigProblem::path).toList();
  }

  private static ConfigException failure(PostgresTargetBuilder builder) {
    return catchThrowableOfType(ConfigException.class, builder::build);
  }
}
