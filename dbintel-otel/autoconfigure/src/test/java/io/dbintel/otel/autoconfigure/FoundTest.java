package io.dbintel.otel.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class FoundTest {
  @Test
  void theRealAutoConfigurationAsksDbintel() {
    List<String> told = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord log) {
            told.add(log.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("io.dbintel");
    log.addHandler(handler);
    try {
      AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesSupplier(
              () ->
                  Map.of(
                      "dbintel.enabled", "true",
                      "otel.traces.exporter", "none",
                      "otel.metrics.exporter", "none",
                      "otel.logs.exporter", "none"))
          .build()
          .getOpenTelemetrySdk()
          .close();
    } finally {
      log.removeHandler(handler);
    }
    assertThat(told).singleElement().asString().contains("dbintel was not started");
  }
}
