package io.dbintel.otel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.otel.testing.Lacking;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Class paths on which the SDK is older than the one this module is compiled with. */
class OlderSdkTest {
  /** These came late, and their absence once stuck the host's batch processor for good. */
  @Test
  void anSdkThatDoesNotTellStatusesIsHeardLessExactlyAndItsExporterGoesOn() throws Exception {
    Lacking older =
        new Lacking(
            "io.opentelemetry.sdk.common.export.GrpcStatusCode",
            "io.opentelemetry.sdk.common.export.GrpcResponse",
            "io.opentelemetry.sdk.common.export.HttpResponse");
    assertThat(older.call(TwoFailingExports.class))
        .isEqualTo(List.of("export_failed", "export_failed"));
    assertThat(new TwoFailingExports().call())
        .isEqualTo(List.of("connection_failed", "connection_failed"));
  }

  /**
   * What auto-configuration loads is loaded in every host that has it, wanted or not. One that was
   * too old to have listeners once could not start for it.
   */
  @Test
  void aHostThatDoesNotAskForAutoConfigurationLoadsNothingOfOurs() throws Exception {
    URI classes = ExportObserver.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (Stream<Path> services = Files.list(Path.of(classes).resolve("META-INF/services"))) {
      assertThat(services.map(file -> file.getFileName().toString()))
          .containsExactly("io.dbintel.core.spi.ExporterProvider");
    }
    Lacking older =
        new Lacking("io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener");
    assertThat(older.call(TwoFailingExports.class))
        .isEqualTo(List.of("connection_failed", "connection_failed"));
  }

  /** One fails later, as asynchronous ones do; of the other it is known at once. */
  public static final class TwoFailingExports implements Callable<List<String>> {
    private final CompletableResultCode later = new CompletableResultCode();
    private int exports;

    @Override
    public List<String> call() {
      List<String> reasons = new ArrayList<>();
      ExportObserver observer = ExportObserver.create();
      var listening = observer.connect((ExportAnswer answer) -> reasons.add(answer.reason()));
      try (SdkLoggerProvider logs =
          SdkLoggerProvider.builder()
              .addLogRecordProcessor(
                  SimpleLogRecordProcessor.create(observer.observe(new Failing())))
              .build()) {
        logs.get("io.dbintel").logRecordBuilder().setBody("one").emit();
        later.failExceptionally(new IOException("reset"));
        logs.get("io.dbintel").logRecordBuilder().setBody("two").emit();
      }
      listening.close();
      return reasons;
    }

    private final class Failing implements LogRecordExporter {
      @Override
      public CompletableResultCode export(Collection<LogRecordData> records) {
        return exports++ == 0
            ? later
            : CompletableResultCode.ofExceptionalFailure(new IOException("reset"));
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    }
  }
}
