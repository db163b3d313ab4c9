package io.dbintel.otel.sdk;

import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportAnswer.Signal;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why an export failed, as far as its exception tells. */
final class FailedExport {
  /**
   * Codes after which the OTLP specification has a client try again.
   *
   * @see <a href="https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes">OTLP/HTTP</a>
   */
  private static final Set<Integer> HTTP_LATER = Set.of(429, 502, 503, 504);

  /**
   * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures">OTLP/gRPC</a>
   */
  private static final Set<GrpcStatusCode> GRPC_LATER =
      Set.of(
          GrpcStatusCode.CANCELLED,
          GrpcStatusCode.DEADLINE_EXCEEDED,
          GrpcStatusCode.RESOURCE_EXHAUSTED,
          GrpcStatusCode.ABORTED,
          GrpcStatusCode.OUT_OF_RANGE,
          GrpcStatusCode.UNAVAILABLE,
          GrpcStatusCode.DATA_LOSS);

  private static final int MAX_CAUSES = 16;
  private static final String REACH =
      "Is the destination up, and reachable from here? Check OTEL_EXPORTER_OTLP_ENDPOINT.";
  private static final String LESS =
      "The destination asks for less: send less, or raise its limit. What the SDK gave up is lost.";
  private static final String CREDENTIALS =
      "Check the credentials, for instance OTEL_EXPORTER_OTLP_HEADERS.";
  private static final String PATH =
      "Check the endpoint, its path and its protocol: OTEL_EXPORTER_OTLP_ENDPOINT and _PROTOCOL.";
  private static final String SIZE =
      "Make batches smaller: OTEL_BLRP_MAX_EXPORT_BATCH_SIZE, or fewer series.";
  private static final String ITS_LOG = "The destination's log says why.";

  private FailedExport() {}

  static ExportAnswer answer(Signal signal, int items, @Nullable Throwable failure) {
    Object response = failure == null ? null : response(failure);
    if (response instanceof HttpResponse http) {
      return ofHttp(signal, items, http.getStatusCode());
    }
    if (response instanceof GrpcResponse grpc) {
      return ofGrpc(signal, items, grpc.getStatusCode());
    }
    Trouble trouble = trouble(failure);
    return ExportAnswer.unavailable(signal, items, trouble.reason, Duration.ZERO, trouble.remedy);
  }

  private static ExportAnswer ofHttp(Signal signal, int items, int status) {
    String reason = "http_" + Math.max(0, Math.min(status, 999));
    if (HTTP_LATER.contains(status)) {
      return ExportAnswer.unavailable(
          signal, items, reason, Duration.ZERO, status == 429 ? LESS : REACH);
    }
    String remedy =
        switch (status) {
          case 401, 403, 407 -> CREDENTIALS;
          case 404, 405, 415 -> PATH;
          case 413 -> SIZE;
          default -> ITS_LOG;
        };
    return ExportAnswer.refused(signal, items, reason, remedy);
  }

  private static ExportAnswer ofGrpc(Signal signal, int items, GrpcStatusCode status) {
    String reason = "grpc_" + status.name().toLowerCase(Locale.ROOT);
    if (GRPC_LATER.contains(status)) {
      return ExportAnswer.unavailable(
          signal,
          items,
          reason,
          Duration.ZERO,
          status == GrpcStatusCode.RESOURCE_EXHAUSTED ? LESS : REACH);
    }
    String remedy =
        switch (status) {
          case UNAUTHENTICATED, PERMISSION_DENIED -> CREDENTIALS;
          case UNIMPLEMENTED, NOT_FOUND -> PATH;
          default -> ITS_LOG;
        };
    return ExportAnswer.refused(signal, items, reason, remedy);
  }

  /**
   * The response, if there was one. The OTLP exporters' exception is public but in an internal
   * package, so it is asked by name: where it is not as it was, the reason is less exact.
   */
  private static @Nullable Object response(Throwable failure) {
    try {
      Method method = failure.getClass().getMethod("getResponse");
      return method.invoke(failure);
    } catch (ReflectiveOperationException | RuntimeException notThere) {
      return null;
    }
  }

  private enum Trouble {
    TIMEOUT("timeout", "The destination does not answer in time. " + REACH),
    REFUSED("connection_refused", REACH),
    UNKNOWN_HOST("unknown_host", REACH),
    TLS("tls_failed", "Check the certificates of the destination: OTEL_EXPORTER_OTLP_CERTIFICATE."),
    CONNECTION("connection_failed", REACH),
    OTHER("export_failed", "The SDK's log says why.");

    private final String reason;
    private final String remedy;

    Trouble(String reason, String remedy) {
      this.reason = reason;
      this.remedy = remedy;
    }
  }

  private static Trouble trouble(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof InterruptedIOException) {
        return Trouble.TIMEOUT;
      }
      if (cause instanceof ConnectException) {
        return Trouble.REFUSED;
      }
      if (cause instanceof UnknownHostException) {
        return Trouble.UNKNOWN_HOST;
      }
      if (cause instanceof SSLException) {
        return Trouble.TLS;
      }
      if (cause instanceof IOException) {
        return Trouble.CONNECTION;
      }
      cause = cause.getCause();
    }
    return Trouble.OTHER;
  }
}
