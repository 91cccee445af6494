package dev.weir.endtoend.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir up} dies with all that is in it, its log too, and goes on where it was. */
final class WholeProcessKillTest {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String ALL = "all";

  private Installation installation;

  @BeforeEach
  void install(@TempDir Path folder) {
    installation = Installation.in(folder);
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void losesNothingDoublesNothingAndGoesOn() {
    WeirProcess weir = up();
    URI gateway = Installation.gateway(weir.running());
    String key = installation.key("search", ALL);
    var first = new Traffic(gateway, key, 4);
    try (first) {
      first.awaitAnswers(40);
      first.proxyIsKilled();
      weir.kill();
    }
    assertThat(first.failures()).isEmpty();

    WeirProcess.Running again = up().running();
    var second = new Traffic(Installation.gateway(again), key, 4);
    try (second) {
      second.awaitAnswers(30);
    }
    assertThat(second.failures()).isEmpty();

    try (LogReader log = Installation.log(again)) {
      Ledger ledger = Ledger.settled(log, SOON);
      ledger.assertAddsUp();
      assertThat(log.values(Topic.AUDIT)).hasSameSizeAs(ledger.prompts());
    }
  }

  private WeirProcess up() {
    return installation.start("up", ALL, "--policy=" + installation.policy());
  }
}
