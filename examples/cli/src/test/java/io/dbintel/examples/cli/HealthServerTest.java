package io.dbintel.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.DbIntel;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private static DbIntel ofAServerThatIsNotThere() {
    return DbIntel.builder()
        .name("stand-alone")
        .target(
            PostgresTarget.builder("orders")
                .url("jdbc:postgresql://127.0.0.1:1/orders")
                .user("dbintel")
                .password(Secret.of("x"))
                .tls(Tls.DISABLED)
                .build())
        .exporter(InMemoryExporter.create())
        .build();
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  @Test
  void healthIsServedOnLoopbackWithItsReasons() throws Exception {
    try (DbIntel dbintel = ofAServerThatIsNotThere();
        HealthServer server = HealthServer.start(dbintel, 0)) {
      assertThat(URI.create(server.address()).getHost()).isEqualTo("127.0.0.1");
      HttpResponse<String> before = get(server.address());
      assertThat(before.statusCode()).isEqualTo(200);
      assertThat(before.body()).startsWith("{\"instance\":\"stand-alone\",\"state\":\"NEW\"");
      dbintel.start();
      HttpResponse<String> down = get(server.address());
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (down.statusCode() != 503 && System.nanoTime() < deadline) {
        down = get(server.address());
      }
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(down.body())
          .contains("\"component\":\"orders\",\"status\":\"DOWN\",\"reason\":\"connection_lost\"");
      String ledger = server.address().replace("/health", "/ledger");
      assertThat(get(ledger).body()).contains("balanced lane orders");
    }
  }

  @Test
  void aPortThatIsTakenIsToldInWords() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DbIntel dbintel = ofAServerThatIsNotThere()) {
      assertThatThrownBy(() -> HealthServer.start(dbintel, taken.getLocalPort()))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("--health-port");
    }
  }
}
