package dev.weir.endtoend.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.openai.errors.OpenAIException;
import dev.weir.dashboards.GrafanaBoard;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.endtoend.traffic.Chat;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each panel of the board shows something while requests of all kinds pass through Weir, and no
 * alert waits for a metric that does not exist.
 */
final class PanelsUnderTrafficTest {

  @Test
  void eachPanelHasSeriesAndEachMetricExists(@TempDir Path folder) throws Exception {
    assumeTrue(PrometheusProcess.isInstalled(), PrometheusProcess.HOW_TO_INSTALL);
    try (Installation installation = Installation.in(folder)) {
      WeirProcess.Running weir =
          installation.start("up", "one", "--policy=" + installation.policy()).running();
      List<URI> pages =
          List.of(weir.address("admin"), weir.address("processors"), weir.address("sinks"));
      Path store = Files.createDirectory(folder.resolve("prometheus"));
      try (var prometheus = PrometheusProcess.start(store, pages);
          var _ = new Traffic(weir, installation)) {
        prometheus.awaitScrapes(15);
        // How long the traffic takes to have been of every kind depends on the machine.
        prometheus.awaitPanels(GrafanaBoard.overview());

        assertThat(prometheus.unknownMetrics(GrafanaBoard.overview().expressions())).isEmpty();
        assertThat(prometheus.alerts()).isNotEmpty();
        assertThat(prometheus.unknownMetrics(prometheus.alerts())).isEmpty();
        assertThat(prometheus.emptyPanels(GrafanaBoard.overview())).isEmpty();
      }
    }
  }

  /** Good answers, streams, errors of the provider, refusals and a spent limit, over and over. */
  private static final class Traffic implements AutoCloseable {

    private final AtomicBoolean going = new AtomicBoolean(true);
    private final Thread thread;

    Traffic(WeirProcess.Running weir, Installation installation) {
      String search = installation.key("search", "one");
      String tight = installation.key("tight", "one");
      this.thread =
          Thread.ofPlatform()
              .start(() -> {
                try (Chat good = Chat.with(Installation.gateway(weir), search);
                    Chat poor = Chat.with(Installation.gateway(weir), tight)) {
                  while (going.get()) {
                    good.ask("echo-small", "pay 4111 1111 1111 1111");
                    good.stream("echo-large", "tell me more");
                    attempt(good, "!500 please");
                    attempt(good, "!garbage");
                    attempt(poor, "spend it all");
                  }
                }
              });
    }

    private static void attempt(Chat chat, String text) {
      try {
        chat.ask("echo-small", text);
      } catch (OpenAIException e) {
        // Wanted: the board shows errors and refusals as well.
      }
    }

    @Override
    public void close() {
      going.set(false);
      try {
        thread.join(30_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
