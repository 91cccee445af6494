package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Credit for what a model reasons unseen: what is reserved on a guess, and what is charged of it.
 */
final class ReasoningCreditTest extends CreditCase {

  /** Of a model that reasons as its effort says. */
  private static final String THINKING =
      CHAT.replace("\"slow\"", "\"thinks\",\"reasoning_effort\":\"medium\"");

  @Test
  void chargesWhatWasCutByWhatEstimatesOfTheModelUsuallyComeTo() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 2000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(100, 0), "data: [DONE]\n\n"));
    post("/v1/chat/completions", CHAT);
    assertThat(gateway.log.next(Usage.class).getOutputTokens()).isEqualTo(100);
    upstream.script(endless("", CHAT_EVENT, "text/event-stream"));

    String answer = post("/v1/chat/completions", CHAT).body();

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getOutputTokens())
        .as("200 characters were 100 tokens, where 50 were estimated")
        .isEqualTo(2 * TokenEstimate.ofText(written(answer)));
  }

  @Test
  void reservesForAStreamWhatTheModelReasonsUnseen() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 100000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(1_050, 1_000), "data: [DONE]\n\n"));
    post("/v1/chat/completions", CHAT);
    assertThat(gateway.log.next(Usage.class).getReservedTokens()).isLessThan(1_000);

    post("/v1/chat/completions", CHAT);
    assertThat(gateway.log.next(Usage.class).getReservedTokens()).isGreaterThan(1_256);
    post("/v1/chat/completions", CHAT.replace("\"stream\"", "\"max_tokens\":300,\"stream\""));

    assertThat(gateway.log.next(Usage.class).getReservedTokens())
        .as("no more than the answer may have")
        .isLessThan(400);
  }

  @Test
  void reservesForAModelThatReasonsAGuessUntilItsFirstAnswerIsCounted() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 1000000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(1_050, 1_000), "data: [DONE]\n\n"));
    post("/v1/chat/completions", THINKING);
    assertThat(gateway.log.next(Usage.class).getReservedTokens())
        .as("what a medium effort stands for")
        .isBetween(8_192L + 256, 8_192L + 400);

    post("/v1/chat/completions", THINKING);

    assertThat(gateway.log.next(Usage.class).getReservedTokens()).isBetween(1_256L, 1_400L);
  }

  /** What was learned is reserved for sure: else all of them would get in, each with a slice. */
  @Test
  void spendsNoMoreThanTheLimitAndOneUnlearnedAnswerHoweverManyStreamsReasonAtOnce()
      throws Exception {
    int limit = 40_000;
    int streams = 12;
    limited("{id: all, unit: tokens, window: total, max: " + limit + "}");
    String counted = counted(8_050, 8_000);
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted, "data: [DONE]\n\n"));
    post("/v1/chat/completions", THINKING);
    long first = all(gateway.log.next(Usage.class));
    CountDownLatch decided = new CountDownLatch(streams);
    upstream.script((_, out) -> {
      decided.countDown();
      decided.await();
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, CHAT_EVENT + counted + "data: [DONE]\n\n");
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });

    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      answers.add(
          client
              .sendAsync(request("/v1/chat/completions", THINKING).build(), BodyHandlers.ofString())
              .whenComplete((answer, _) -> {
                if (answer != null && answer.statusCode() == 429) {
                  decided.countDown();
                }
              }));
    }
    long spent = first;
    int served = 0;
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      if (answer.get().statusCode() == 200) {
        served++;
        spent += all(gateway.log.next(Usage.class));
      }
    }

    assertThat(served).isPositive();
    assertThat(spent).isLessThanOrEqualTo(limit + first);
  }

  @Test
  void guessesNoMoreReasoningThanTheRequestAsksForAndAllows() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 1000000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));

    post("/v1/chat/completions", THINKING.replace("medium", "low"));
    assertThat(gateway.log.next(Usage.class).getReservedTokens()).isBetween(2_304L, 2_400L);
    post("/v1/chat/completions", THINKING.replace("\"stream\"", "\"max_tokens\":900,\"stream\""));
    assertThat(gateway.log.next(Usage.class).getReservedTokens()).isBetween(900L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thinks\",\"reasoning_effort\":\"none", "slow", "chats"})
  void reservesAndChargesNoReasoningWhereNoneIsAskedForOrDone(String model) throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 600}");

    String answer = post("/v1/chat/completions", CHAT.replace("slow", model)).body();

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).as(answer).isEqualTo(Outcome.CUT);
    assertThat(usage.getReasoningTokens()).isZero();
    assertThat(usage.getReservedTokens()).isLessThanOrEqualTo(600);
  }

  /** What is learned of a model is no reason to charge it to who wants no reasoning of it. */
  @Test
  void chargesNoReasoningThatWasNotWantedOfAModelThatIsKnownToReason() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 6000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(1_050, 1_000), "data: [DONE]\n\n"));
    post("/v1/chat/completions", THINKING);
    gateway.log.next(Usage.class);
    upstream.script(endless("", CHAT_EVENT, "text/event-stream"));

    post("/v1/chat/completions", THINKING.replace("medium", "none"));

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getReasoningTokens()).isZero();
  }

  @Test
  void chargesAStreamThatFailsMidwayForWhatItsModelUsuallyReasonsUnseen() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 100000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(1_050, 1_000), "data: [DONE]\n\n"));
    post("/v1/chat/completions", THINKING);
    Usage first = gateway.log.next(Usage.class);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, CHAT_EVENT);
      return false;
    });

    post("/v1/chat/completions", THINKING);

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getOutputTokens()).isEqualTo(50);
    assertThat(usage.getReasoningTokens()).isEqualTo(1_000);
    assertThat(first.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(first.getReasoningTokens()).isEqualTo(1_000);
  }

  @Test
  void chargesForWhatIsHiddenNoMoreThanIsReserved() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 3000}");
    upstream.script(endless("", CHAT_EVENT, "text/event-stream"));

    post("/v1/chat/completions", THINKING.replace("medium", "minimal"));

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(tokens(usage) + usage.getReasoningTokens())
        .isLessThanOrEqualTo(Math.max(tokens(usage), usage.getReservedTokens()));
    assertThat(Objects.requireNonNull(grantor).free("all")).isNotNegative();
  }

  /** Two attempts may have reasoned; what both are charged is one reservation. */
  @Test
  void chargesAHedgedExchangeForOneReservation() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 100000}");
    upstream.script(silentAtFirst());

    post("/v1/chat/completions", THINKING.replace("thinks", "hedged-thinks"));

    Usage one = gateway.log.next(Usage.class);
    Usage other = gateway.log.next(Usage.class);
    assertThat(one.getReasoningTokens() + other.getReasoningTokens()).isEqualTo(8_192);
    long reserved = Math.max(one.getReservedTokens(), other.getReservedTokens());
    assertThat(all(one) + all(other)).isLessThanOrEqualTo(reserved);
  }

  /** What was learned is reserved once, and is for the attempt that is answered. */
  @Test
  void chargesNoAttemptThatAnotherOneFollowsForWhatIsReservedForSure() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 100000}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(1_050, 1_000), "data: [DONE]\n\n"));
    post("/v1/chat/completions", CHAT);
    gateway.log.next(Usage.class);
    upstream.script(silentAtFirst());

    post("/v1/chat/completions", CHAT.replace("slow", "hedged"));

    Usage one = gateway.log.next(Usage.class);
    Usage other = gateway.log.next(Usage.class);
    assertThat(one.getReasoningTokens() + other.getReasoningTokens()).isZero();
    assertThat(Math.max(one.getReservedTokens(), other.getReservedTokens()))
        .isBetween(1_256L, 1_400L);
  }

  /** The first call gets no word, the next ones one, and then they fail. */
  private static ScriptedUpstream.Script silentAtFirst() {
    AtomicInteger calls = new AtomicInteger();
    return (_, out) -> {
      ScriptedUpstream.startStream(out);
      if (calls.incrementAndGet() == 1) {
        new CountDownLatch(1).await();
      }
      ScriptedUpstream.chunk(out, CHAT_EVENT);
      return false;
    };
  }

  /** The last event of a stream, which counts. */
  private static String counted(long output, long reasoning) {
    return ("data: {\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,"
            + "\"completion_tokens\":%d,\"completion_tokens_details\":{\"reasoning_tokens\":%d}}}\n\n")
        .formatted(output, reasoning);
  }

  private static long all(Usage usage) {
    return tokens(usage) + usage.getReasoningTokens();
  }
}
