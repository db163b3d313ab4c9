package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.config.ConfigException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL target of a configuration file is checked as the builder checks it. */
final class PostgresTargetFileTest {
  private static final String HEAD =
      """
      version: 1
      name: orders-service
      exporters: {in-memory: {}}
      targets:
        orders:
          type: postgresql
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void everyOptionOfAPoolOfOurOwnIsTaken() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "canary");
    DbIntelBuilder builder =
        from(
            """
            url: jdbc:postgresql://db.example:5433/orders
            user: dbintel
            password: ${file:%s}
            tls: insecure-no-verification
            rootCertificate: ca.pem
            transactionPooler: true
            connectTimeout: 2s
            statementTimeout: 3s
            lockTimeout: 100ms
            databases: [orders, billing]
            excludeDatabases: [audit]
            """
                .formatted(password));
    try (DbIntel dbintel = builder.build()) {
      assertThat(dbintel.health().components()).isEmpty();
    }
  }

  @Test
  void aPoolOfTheHostsIsReferredToByName() {
    DataSource pool = new PGSimpleDataSource();
    try (DbIntel dbintel =
        from("dataSource: {ref: pool}").bind("pool", DataSource.class, pool).build()) {
      assertThat(dbintel.health().components()).isEmpty();
    }
  }

  /** A problem shows what stands in the file in place of a value that came from elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://${env:PATH}/orders?user=app&password=canary",
        "jdbc:postgresql://app:canary@${env:NONE:-db}/orders",
        "${env:NONE:-jdbc:postgresql://app:canary@db/orders}",
        "${env:NONE:-canary}",
        "canary${env:PATH}canary",
      })
  void whatStandsBesideAReferenceIsNotShown(String url) {
    assertThat(problems("url: \"" + url + "\"\nuser: app\n"))
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("canary"));
  }

  @Test
  void aDefaultOfTheWrongTypeIsNotShown() {
    assertThat(problems("url: jdbc:postgresql://db/orders\nlockTimeout: ${env:NONE:-canary}\n"))
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("canary"));
  }

  @Test
  void everyProblemIsToldAtOnceAndShowsNoSecret() {
    assertThat(
            problems(
                """
                url: jdbc:postgresql://canary@db.example/orders?password=canary&sslmode=disable
                password: canary
                tls: none
                connectTimeout: 5
                lockTimeout: 0ms
                databases: [a, b]
                excludeDatabases: [b]
                """))
        .containsExactlyInAnyOrder(
            "orders.yaml:7: targets.orders.url must not hold a user: say user and password by"
                + " themselves",
            "orders.yaml:7: targets.orders.url must not hold the parameter 'password': say"
                + " password by itself, as a secret",
            "orders.yaml:7: targets.orders.url must not hold the parameter 'sslmode': say tls by"
                + " itself",
            "orders.yaml:8: targets.orders.password must not stand here itself: refer to it, as in"
                + " ${env:NAME} or ${file:/path/to/secret}",
            "orders.yaml:9: targets.orders.tls has an unknown value 'none'. Known: verify-full,"
                + " insecure-no-verification, disabled",
            "orders.yaml:10: targets.orders.connectTimeout must be a duration such as 250ms, 10s or"
                + " 1h30m; the unit is missing but was '5'",
            "orders.yaml:11: targets.orders.lockTimeout must be in [1ms, 600s] but was 0ms",
            "orders.yaml:12: targets.orders.databases must not be named and excluded at the same"
                + " time but was 'b'");
  }

  @Test
  void whatHasNoEffectOnABorrowedPoolIsRefused() {
    DbIntelBuilder builder =
        from("""
                dataSource: {ref: pool}
                user: dbintel
                tls: verify-full
                rootCertificate: ca.pem
                """)
            .bind("pool", DataSource.class, new PGSimpleDataSource());
    assertThat(problems(builder))
        .containsExactly(
            "orders.yaml:8: targets.orders.user has no effect on a borrowed dataSource: configure"
                + " it there",
            "orders.yaml:9: targets.orders.tls has no effect on a borrowed dataSource: configure it"
                + " there",
            "orders.yaml:10: targets.orders.rootCertificate has no effect on a borrowed dataSource:"
                + " configure it there");
  }

  @Test
  void needsOneWayToTheServer() {
    assertThat(problems("lockTimeout: 1s"))
        .containsExactly(
            "orders.yaml:5: targets.orders.url is missing: say url for a pool of our own, or"
                + " dataSource");
  }

  private static DbIntelBuilder from(String options) {
    return DbIntel.builder().config("orders.yaml", new StringReader(HEAD + options.indent(4)));
  }

  private static List<String> problems(String options) {
    return problems(from(options));
  }

  private static List<String> problems(DbIntelBuilder builder) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, builder::build);
    return thrown.problems().stream().map(Object::toString).toList();
  }
}
