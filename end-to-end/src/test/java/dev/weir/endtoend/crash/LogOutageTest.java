package dev.weir.endtoend.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.InternalServerException;
import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.Page;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.endtoend.traffic.Chat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log is killed under traffic: who does not ask for its word goes on, and nothing is lost. */
final class LogOutageTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  private Installation installation;
  private WeirProcess broker;
  private WeirProcess.Running log;
  private WeirProcess proxy;
  private final URI admin = Page.freeAddress();

  @BeforeEach
  void start(@TempDir Path folder) {
    installation = Installation.in(folder);
    broker = installation.start("broker", "broker");
    log = broker.running();
    String[] options = Installation.logOptions(log).toArray(String[]::new);
    var applied =
        WeirProcess.run(
            "policy",
            "apply",
            installation.policy(),
            "--data=" + installation.data("broker"),
            options[0],
            options[1]);
    assertThat(applied.exitCode()).as(applied.toString()).isZero();
    proxy = installation.join("proxy", "proxy", log, "broker", "--admin-port=" + admin.getPort());
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void anOutageOfTheLogStopsNoTeamThatSpoolsAndLosesNothing() {
    Traffic traffic = new Traffic(proxy.gateway(), key("search"), 4);
    try (traffic) {
      traffic.awaitAnswers(20);
      broker.kill();
      traffic.awaitAnswers(traffic.answers() + 60);
    }
    assertThat(traffic.failures()).isEmpty();
    startTheLogAgain();

    try (LogReader reader = Installation.log(log)) {
      installation.join("processors", "processors", log, "broker");
      Ledger ledger = Ledger.settled(reader, SOON);
      ledger.assertAddsUp();
      assertThat(ledger.prompts()).hasSizeGreaterThanOrEqualTo(traffic.answers());
    }
    installation
        .exposure()
        .with(admin)
        .assertHides(List.of("broker.log", "proxy-proxy.log"), Traffic.CONTENT);
  }

  @Test
  void aProxyThatIsKilledDuringAnOutageLosesNothingAndTellsNoOtherLog() {
    int answered;
    Traffic traffic = new Traffic(proxy.gateway(), key("search"), 4);
    try (traffic) {
      traffic.awaitAnswers(20);
      broker.kill();
      traffic.awaitAnswers(traffic.answers() + 60);
      answered = traffic.answers();
      traffic.proxyIsKilled();
      proxy.kill();
    }
    assertThat(traffic.failures()).isEmpty();
    WeirProcess.Running other = installation.start("broker", "other-broker").running();

    WeirProcess.Ended ended =
        installation.run("proxy", "proxy", Installation.logOptions(other).toArray(String[]::new));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.standardError())
        .contains("records that the log of Kafka cluster", "start the proxy once with that log");
    startTheLogAgain();
    try (LogReader reader = Installation.log(log)) {
      installation.join("processors", "processors", log, "broker");
      installation.join("proxy", "proxy", log, "broker");
      Ledger ledger = Ledger.settled(reader, SOON);
      ledger.assertAddsUp();
      assertThat(ledger.prompts()).hasSizeGreaterThanOrEqualTo(answered);
    }
  }

  @Test
  void anOutageOfTheLogStopsAStrictTeamWithAnErrorThatSaysWhyAndItsEndLetsItGoOn() {
    String key = key("careful");
    try (Chat chat = Chat.with(proxy.gateway(), key)) {
      chat.ask("echo-small", "before");

      broker.kill();

      assertThatThrownBy(() -> chat.ask("echo-small", "during"))
          .isInstanceOf(InternalServerException.class)
          .hasMessageStartingWith("503")
          .hasMessageContaining("record");

      startTheLogAgain();
      Eventually.await("an answer after the outage", SOON, () -> isAnswered(chat));
    }
  }

  @Test
  void aProxyThatLostTheLogStaysReadyAndSaysHowOldItsKnowledgeIs() {
    proxy.gateway();
    assertThat(Page.of(admin, "/readyz").text()).contains("\"warnings\":[]");

    broker.kill();

    Eventually.await(
        "a warning",
        SOON,
        () -> Page.of(admin, "/readyz").text().contains("what is known of weir.policy is "));
    assertThat(Page.of(admin, "/readyz"))
        .returns(200, Page::status)
        .extracting(Page::text)
        .asString()
        .contains("\"ready\":true", " s old");
    assertThat(Page.of(admin, "/metrics").metric("weir_view_age_seconds")).isGreaterThan(10);

    startTheLogAgain();
    Eventually.await(
        "knowledge that is new",
        SOON,
        () -> Page.of(admin, "/metrics").metric("weir_view_age_seconds") < 5);
  }

  private static boolean isAnswered(Chat chat) {
    try {
      chat.ask("echo-small", "after");
      return true;
    } catch (InternalServerException e) {
      return false;
    }
  }

  /** On the ports that it had, as a broker that a machine's supervisor starts again. */
  private void startTheLogAgain() {
    broker =
        installation.start(
            "broker",
            "broker",
            "--kafka-port=" + URI.create("kafka://" + log.bootstrapServers()).getPort(),
            "--registry-port=" + log.registry().getPort());
    log = broker.running();
  }

  private String key(String team) {
    return installation.key(team, "broker");
  }
}
