package dev.weir.endtoend.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.OpenAIException;
import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.endtoend.traffic.Chat;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die at any moment leave sums that are right. */
final class KillTest {

  private static final Duration SOON = Duration.ofSeconds(90);

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
      try (Traffic traffic = new Traffic(proxy.gateway(), key, 4)) {
        traffic.awaitAnswers(30);
        processors.kill();
        traffic.awaitAnswers(60);
        proxy.kill();
      }
      installation.join("processors", "processors", broker, "broker");
      WeirProcess again = installation.join("proxy", "proxy", broker, "broker");
      try (Traffic traffic = new Traffic(again.gateway(), key, 4)) {
        traffic.awaitAnswers(30);
      }

      Ledger ledger = Ledger.settled(log, SOON);
      ledger.assertAddsUp();
      assertThat(ledger.prompts().stream().map(Prompt::getProxyEpoch).distinct()).hasSize(2);
      assertThat(log.values(Topic.AUDIT)).hasSameSizeAs(ledger.prompts());
    }
  }

  /** Callers that ask one question after the other until they are closed or their proxy is gone. */
  private static final class Traffic implements AutoCloseable {

    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread[] callers;

    Traffic(URI proxy, String key, int callers) {
      this.callers = new Thread[callers];
      for (int i = 0; i < callers; i++) {
        this.callers[i] = Thread.ofPlatform().start(() -> ask(proxy, key));
      }
    }

    private void ask(URI proxy, String key) {
      try (Chat chat = Chat.with(proxy, key)) {
        for (int i = 0; going.get(); i++) {
          if (i % 2 == 0) {
            chat.ask("echo-small", "question " + i);
          } else {
            chat.stream("echo-large", "question " + i);
          }
          answers.incrementAndGet();
        }
      } catch (OpenAIException e) {
        // The proxy was killed: what was under way is lost to the caller, not to the log.
      }
    }

    void awaitAnswers(int count) {
      Eventually.await(count + " answers", SOON, () -> answers.get() >= count);
    }

    @Override
    public void close() {
      going.set(false);
      for (Thread caller : callers) {
        try {
          caller.join(SOON);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
