package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.processors.progress.Reading;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ExchangeProgress;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrphanClosingTest extends LogCase {

  private static final Duration SILENCE = Duration.ofMinutes(13);

  private ExchangeProgress newest = new ExchangeProgress();

  @Test
  void closesAnExchangeThatFellSilentWithAnEstimate() {
    ask("r1");
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.frame("r1", 0, 401));
    log.advance(SILENCE);

    Usage usage = log.<Usage>values(Topic.TOKEN_COUNTS).getFirst();
    assertThat(usage.getEventId()).isEqualTo("r1/usage/1");
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInputTokens()).isEqualTo(5);
    assertThat(usage.getOutputTokens()).isEqualTo(3);
    assertThat(usage.getFinalAttempt()).isTrue();
    assertThat(usage.getSequence()).isZero();
    ResponseFrame end = log.<ResponseFrame>values(Topic.RESPONSE_CHUNKS).getFirst();
    assertThat(end.getEventId()).isEqualTo("r1/frame/1");
    assertThat(end.getEnd().getOutcome()).isEqualTo(Outcome.ORPHANED);
  }

  @Test
  void chargesWhatTheProxyEstimatedWhereItDid() {
    log.write(
        Topic.PROMPTS,
        "r1",
        Prompt.newBuilder(Samples.prompt("r1", "seventeen bytes!!", NOON))
            .setInputTokens(2L)
            .build());
    log.write(Topic.RESPONSE_CHUNKS, "r1", frame(0, 60L));
    log.write(Topic.RESPONSE_CHUNKS, "r1", frame(1, 70L));
    log.write(Topic.RESPONSE_CHUNKS, "r1", frame(0, 60L));
    log.advance(SILENCE);

    assertThat(log.<Usage>values(Topic.TOKEN_COUNTS))
        .singleElement()
        .satisfies(usage -> {
          assertThat(usage.getInputTokens()).isEqualTo(2);
          assertThat(usage.getOutputTokens()).isEqualTo(70);
        });
  }

  private static ResponseFrame frame(int index, long answerTokens) {
    return ResponseFrame.newBuilder(Samples.frame("r1", index, 401))
        .setAnswerTokens(answerTokens)
        .build();
  }

  @Test
  void takesTheBytesOfAWholeDocumentForText() {
    log.write(
        Topic.PROMPTS,
        "r1",
        Prompt.newBuilder(Samples.prompt("r1", "seventeen bytes!!", NOON))
            .setStream(false)
            .build());
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.frame("r1", 0, 401));
    log.advance(SILENCE);

    assertThat(log.<Usage>values(Topic.TOKEN_COUNTS))
        .extracting(Usage::getOutputTokens)
        .containsExactly(101L);
  }

  @Test
  void sealsAndRemembersWhatItClosed() {
    ask("r1");
    log.advance(SILENCE);
    log.advance(Duration.ofHours(2));

    assertThat(log.values(Topic.TOKEN_COUNTS)).hasSize(1);
    assertThat(log.values(Topic.RESPONSE_CHUNKS)).hasSize(1);
    assertThat(log.<AuditEntry>values(Topic.AUDIT))
        .extracting(AuditEntry::getOutcome)
        .containsExactly(Outcome.ORPHANED);
  }

  @Test
  void leavesAnExchangeAloneThatStillSendsFrames() {
    ask("r1");
    for (int i = 0; i < 10; i++) {
      log.advance(Duration.ofMinutes(8));
      log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.frame("r1", i, 10));
    }

    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();
  }

  @Test
  void takesNothingForSilenceThatMayStandInTheLogUnread() {
    ask("r1");
    log.reading = Optional.of(new Reading(NOON.plus(Duration.ofMinutes(9)).toEpochMilli(), 1));
    log.advance(Duration.ofHours(5));
    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();

    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.frame("r1", 0, 10));
    log.reading = Optional.empty();
    log.advance(Duration.ofMinutes(8));
    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();

    log.advance(SILENCE);
    assertThat(log.values(Topic.TOKEN_COUNTS)).hasSize(1);
  }

  @Test
  void saysWhoseExchangesAreNotYetClosedAndUntilWhenTheLogWasRead() {
    ask("r1");
    log.advance(Duration.ofMinutes(5));
    assertThat(progress().getOpenStarts()).containsExactly("p1:1000");
    assertThat(progress().getReadUpTo())
        .isBetween(NOON.plus(Duration.ofMinutes(4)), NOON.plus(Duration.ofMinutes(5)));

    log.advance(SILENCE);
    assertThat(progress().getOpenStarts()).isEmpty();

    Instant read = progress().getReadUpTo();
    ask("r2");
    log.reading = Optional.of(new Reading(read.plusMillis(1).toEpochMilli(), 1));
    log.advance(SILENCE);
    assertThat(progress().getOpenStarts()).containsExactly("p1:1000");
    assertThat(progress().getReadUpTo()).isEqualTo(read.plusMillis(1));
  }

  @Test
  void chargesTheStartThatReceivedTheRequest() {
    ask("r1");
    log.advance(SILENCE);

    Usage usage = log.<Usage>values(Topic.TOKEN_COUNTS).getFirst();
    assertThat(usage.getProxyId()).isEqualTo("p1");
    assertThat(usage.getProxyEpoch()).isEqualTo(1_000);
  }

  private ExchangeProgress progress() {
    List<ExchangeProgress> all = log.values(Topic.EXCHANGE_PROGRESS);
    if (!all.isEmpty()) {
      newest = all.getLast();
    }
    return newest;
  }

  @Test
  void leavesAClosedExchangeAlone() {
    ask("r1");
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.lastFrame("r1", 0, Outcome.COMPLETED, NOON));
    log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1, 1, NOON).build());
    log.advance(SILENCE);

    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();
    assertThat(log.values(Topic.RESPONSE_CHUNKS)).isEmpty();
  }

  /** As a proxy's journal may send it after the proxy was killed. */
  @Test
  void leavesAClosedExchangeAloneWhicheverOfItsRecordsComesAgain() {
    for (int i = 0; i < 2; i++) {
      ask("r1");
      log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.lastFrame("r1", 0, Outcome.COMPLETED, NOON));
      log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1, 1, NOON).build());
      ask("r1");
      log.advance(SILENCE);
    }

    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();
    assertThat(log.values(Topic.RESPONSE_CHUNKS)).isEmpty();
  }

  @Test
  void leavesAnExchangeAloneWhoseEndCameBeforeItsPrompt() {
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.lastFrame("r1", 0, Outcome.COMPLETED, NOON));
    ask("r1");
    log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1, 1, NOON).build());
    log.advance(SILENCE);

    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();
    assertThat(log.values(Topic.RESPONSE_CHUNKS)).isEmpty();
  }

  @Test
  void closesWithoutAPromptNothing() {
    log.write(Topic.TOKEN_COUNTS, "search", Samples.usage("r1", 1, 1, NOON).build());
    log.write(Topic.RESPONSE_CHUNKS, "r2", Samples.frame("r2", 0, 10));
    log.advance(Duration.ofHours(2));

    assertThat(log.values(Topic.TOKEN_COUNTS)).isEmpty();
    assertThat(log.values(Topic.RESPONSE_CHUNKS)).isEmpty();
  }

  @Test
  void addsOnlyTheUsageWhereTheEndIsKnown() {
    ask("r1");
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.lastFrame("r1", 0, Outcome.REFUSED, NOON));
    log.advance(SILENCE);

    Usage usage = log.<Usage>values(Topic.TOKEN_COUNTS).getFirst();
    assertThat(usage.getEventId()).isEqualTo("r1/usage/0");
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(usage.getInputTokens()).isZero();
    assertThat(log.values(Topic.RESPONSE_CHUNKS)).isEmpty();
  }

  @Test
  void chargesTheAttemptAfterTheLastOneKnown() {
    ask("r1");
    log.write(
        Topic.TOKEN_COUNTS,
        "search",
        Samples.usage("r1", 1, 1, NOON).setFinalAttempt(false).build());
    log.advance(SILENCE);

    assertThat(log.<Usage>values(Topic.TOKEN_COUNTS))
        .extracting(Usage::getEventId)
        .containsExactly("r1/usage/2");
  }

  @Test
  void countsAnEstimateInLimitsOfMoneyAtThePricesOfThePolicy() {
    log.policy(
        1,
        """
        organisation: acme
        providers:
          echo: {builtin: echo}
        models:
          echo-small: {provider: echo}
        prices:
          - {provider: echo, model: echo-small, token-type: input, per-million: "2",
             valid-from: 2026-01-01}
          - {provider: echo, model: echo-small, token-type: output, per-million: "10",
             valid-from: 2026-01-01}
        teams:
          search:
            limits:
              - {id: daily, unit: usd, window: day, max: 1}
        """);
    ask("r1");
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.frame("r1", 0, 401));
    log.advance(SILENCE);

    Usage usage = log.<Usage>values(Topic.TOKEN_COUNTS).getFirst();
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getCostUsdNanos()).isEqualTo(5 * 2_000 + 3 * 10_000);
    assertThat(log.<QuotaState>values(Topic.QUOTA_STATE))
        .extracting(QuotaState::getSpent)
        .containsExactly(40_000L);
  }

  private void ask(String requestId) {
    log.write(Topic.PROMPTS, requestId, Samples.prompt(requestId, "seventeen bytes!!", NOON));
  }
}
