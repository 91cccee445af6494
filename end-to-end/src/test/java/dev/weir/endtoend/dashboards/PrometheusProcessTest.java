package dev.weir.endtoend.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.weir.dashboards.GrafanaBoard;
import dev.weir.dashboards.PanelExpression;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of board and rules is itself checked: against a page that has some of the metrics. */
final class PrometheusProcessTest {

  @TempDir private Path directory;

  @Test
  void namesThePanelsThatShowNothing() throws Exception {
    assumeTrue(PrometheusProcess.isInstalled(), PrometheusProcess.HOW_TO_INSTALL);
    HttpServer page = servePage();
    URI target = URI.create("http://127.0.0.1:" + page.getAddress().getPort() + "/metrics");
    try (var prometheus = PrometheusProcess.start(directory, List.of(target))) {
      prometheus.awaitScrapes(3);

      assertThat(prometheus.emptyPanels(GrafanaBoard.overview()))
          .extracting(PanelExpression::panel)
          .contains("Exchanges", "Refusals and failures", "Not archived yet")
          .doesNotContain("Rows archived", "Processes up");
      assertThat(prometheus.unknownMetrics(GrafanaBoard.overview().expressions()))
          .contains("weir_refusals_total", "weir_processors_dead_letters_total")
          .doesNotContain("weir_sinks_archived_rows_total", "up");
      assertThat(prometheus.alerts())
          .extracting(PanelExpression::panel)
          .contains("WeirProcessDown", "WeirViewsOld");
      assertThat(prometheus.unknownMetrics(prometheus.alerts()))
          .contains("weir_view_age_seconds", "weir_journal_max_bytes")
          .doesNotContain("up");
    } finally {
      page.stop(0);
    }
  }

  private static HttpServer servePage() throws IOException {
    var rows = new AtomicInteger();
    HttpServer page =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    page.createContext(
        "/metrics",
        exchange -> {
          byte[] text =
              "weir_sinks_archived_rows_total{topic=\"weir.audit\"} %d\n"
                  .formatted(rows.incrementAndGet())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    page.start();
    return page;
  }
}
