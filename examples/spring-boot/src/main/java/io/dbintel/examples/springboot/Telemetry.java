package io.dbintel.examples.springboot;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The service's own OpenTelemetry, as it would have one without dbintel. It is configured by {@code
 * otel.*} of {@code application.yaml} and by the usual {@code OTEL_*} variables.
 */
@Configuration
class Telemetry {
  @Bean(destroyMethod = "close")
  OpenTelemetrySdk openTelemetry(Environment environment) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> properties(environment))
        .disableShutdownHook() // Spring closes it, after whoever uses it
        .build()
        .getOpenTelemetrySdk();
  }

  private static Map<String, String> properties(Environment environment) {
    Map<String, String> properties = new HashMap<>();
    Binder.get(environment)
        .bind("otel", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of())
        .forEach((name, value) -> properties.put("otel." + name, value));
    return properties;
  }
}
