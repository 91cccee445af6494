package dev.weir.endtoend.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.Page;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die at any moment leave sums that are right. */
final class KillTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  private Installation installation;
  private WeirProcess.Running broker;

  @BeforeEach
  void startBroker(@TempDir Path folder) {
    installation = Installation.in(folder);
    broker = installation.start("broker", "broker").running();
    var applied =
        WeirProcess.run(
            "policy",
            "apply",
            installation.policy(),
            "--data=" + installation.data("broker"),
            Installation.logOptions(broker).get(0),
            Installation.logOptions(broker).get(1));
    assertThat(applied.exitCode()).as(applied.toString()).isZero();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void aKilledProxyAndKilledProcessorsLoseNothingAndDoubleNothing() {
    WeirProcess processors = installation.join("processors", "processors", broker, "broker");
    WeirProcess proxy = installation.join("proxy", "proxy", broker, "broker");
    String key = installation.key("search", "broker");

    try (LogReader log = Installation.log(broker)) {
      Traffic first = new Traffic(proxy.gateway(), key, 4);
      try (first) {
        first.awaitAnswers(30);
        processors.kill();
        first.awaitAnswers(60);
        first.proxyIsKilled();
        proxy.kill();
      }
      assertThat(first.failures()).isEmpty();
      installation.join("processors", "processors", broker, "broker");
      URI admin = Page.freeAddress();
      WeirProcess again =
          installation.join("proxy", "proxy", broker, "broker", "--admin-port=" + admin.getPort());
      Traffic second = new Traffic(again.gateway(), key, 4);
      try (second) {
        second.awaitAnswers(30);
      }
      assertThat(second.failures()).isEmpty();

      Ledger ledger = Ledger.settled(log, SOON);
      ledger.assertAddsUp();
      assertThat(ledger.prompts().stream().map(Prompt::getProxyEpoch).distinct()).hasSize(2);
      assertThat(log.values(Topic.AUDIT)).hasSameSizeAs(ledger.prompts());
      installation
          .exposure()
          .with(admin)
          .assertHides(
              List.of("broker.log", "proxy-proxy.log", "processors.log"), Traffic.CONTENT, key);
    }
  }
}
