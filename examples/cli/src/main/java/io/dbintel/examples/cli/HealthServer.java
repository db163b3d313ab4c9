package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbintel.core.DbIntel;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Health;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * How dbintel is, over HTTP, for this machine alone: {@code /health} answers 200 while something
 * works and 503 once something is down, {@code /ledger} says where every event went.
 */
final class HealthServer implements AutoCloseable {
  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  static HealthServer start(DbIntel dbintel, int port) throws IOException, Failure {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    } catch (BindException taken) {
      throw new Failure(
          DbIntelCli.USAGE, "port " + port + " is taken: name another with --health-port");
    }
    server.createContext("/health", exchange -> health(dbintel, exchange));
    server.createContext("/ledger", exchange -> ledger(dbintel.ledger(), exchange));
    server.start();
    return new HealthServer(server);
  }

  String address() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/health";
  }

  private static void health(DbIntel dbintel, HttpExchange exchange) throws IOException {
    Health health = dbintel.health();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(body)) {
      json.writeStartObject();
      json.writeStringField("instance", health.instance());
      json.writeStringField("state", health.state());
      json.writeStringField("status", health.status().name());
      json.writeArrayFieldStart("components");
      for (ComponentHealth part : health.components()) {
        json.writeStartObject();
        json.writeStringField("component", part.component());
        json.writeStringField("status", part.status().name());
        json.writeStringField("reason", part.reason());
        json.writeStringField("message", part.message());
        json.writeStringField("remedy", part.remedy());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    answer(exchange, health.status() == HealthStatus.DOWN ? 503 : 200, "application/json", body);
  }

  private static void ledger(Ledger ledger, HttpExchange exchange) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ledger.toString().getBytes(StandardCharsets.UTF_8));
    answer(exchange, 200, "text/plain; charset=utf-8", body);
  }

  private static void answer(
      HttpExchange exchange, int status, String type, ByteArrayOutputStream body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.size());
      body.writeTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
