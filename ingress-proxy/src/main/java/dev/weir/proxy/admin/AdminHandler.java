package dev.weir.proxy.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class AdminHandler extends Handler.Abstract {

  private static final String JSON = "application/json";

  private final Supplier<Readiness> readiness;
  private final PrometheusMeterRegistry metrics;

  public AdminHandler(Supplier<Readiness> readiness, PrometheusMeterRegistry metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    switch (request.getHttpURI().getDecodedPath()) {
      case "/livez" -> answer(response, callback, 200, JSON, "{\"live\":true}");
      case "/readyz" -> {
        Readiness now = readiness.get();
        answer(response, callback, now.isReady() ? 200 : 503, JSON, now.json());
      }
      case "/metrics" ->
          answer(
              response,
              callback,
              200,
              "text/plain; version=0.0.4; charset=utf-8",
              metrics.scrape());
      default -> answer(response, callback, 404, JSON, "{\"error\":\"unknown path\"}");
    }
    return true;
  }

  private static void answer(
      Response response, Callback callback, int status, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
