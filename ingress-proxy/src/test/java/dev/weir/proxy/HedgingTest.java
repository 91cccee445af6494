package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A second model is asked where the first is slow to begin: who answers, and what is billed. */
final class HedgingTest extends RoutedCase {

  @Test
  void asksTheNextWhereTheFirstTokenTakesLongerThanTheRouteWaits() throws Exception {
    others((_, out) -> {
      ScriptedUpstream.startStream(out);
      return true;
    });

    HttpResponse<String> answer = ask("prompt", "\"stream\":true," + MESSAGES);

    assertThat(servedBy(answer)).isEqualTo("mock/small");
    assertThat(attempts(answer)).isEqualTo(2);
  }

  @Test
  void asksASecondModelWhereTheFirstIsSilentAndBillsBoth() throws Exception {
    others((_, _) -> true);

    HttpResponse<String> answer = ask("hedged");

    assertThat(servedBy(answer)).isEqualTo("mock/small");
    assertThat(attempts(answer)).isEqualTo(2);
    upstream.awaitHangUp();
    Usage slower = gateway.log.next(Usage.class);
    assertThat(slower.getAttempt()).isEqualTo(1);
    assertThat(slower.getFinalAttempt()).isFalse();
    assertThat(slower.getOutcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(slower.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(slower.getInputTokens()).isPositive();
    Usage faster = gateway.log.next(Usage.class);
    assertThat(faster.getAttempt()).isEqualTo(2);
    assertThat(faster.getFinalAttempt()).isTrue();
    assertThat(faster.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(faster.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(gateway.log.next(ResponseFrame.class).getEnd().getAttempts()).isEqualTo(2);
  }

  @Test
  void letsTheFirstAnswerWinWhereItComesWhileTheSecondIsSilent() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    upstream.script((asked, out) -> {
      if (asked.body().contains("\"small\"")) {
        second.countDown();
        return true;
      }
      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
      return ScriptedUpstream.json(200, ANSWER).serve(asked, out);
    });

    HttpResponse<String> answer = ask("hedged");

    assertThat(servedBy(answer)).isEqualTo("thinker/slow");
    assertThat(gateway.log.next(Usage.class).getAttempt()).isEqualTo(2);
    Usage won = gateway.log.next(Usage.class);
    assertThat(won.getAttempt()).isEqualTo(1);
    assertThat(won.getFinalAttempt()).isTrue();
  }

  @Test
  void waitsForTheSecondWhereTheFirstFailsMeanwhile() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    upstream.script((asked, out) -> {
      if (asked.body().contains("\"small\"")) {
        second.countDown();
        assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        return ScriptedUpstream.json(200, ANSWER).serve(asked, out);
      }
      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
      ScriptedUpstream.json(503, ERROR).serve(asked, out);
      failed.countDown();
      return true;
    });

    HttpResponse<String> answer = ask("hedged");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(servedBy(answer)).isEqualTo("mock/small");
    assertThat(gateway.log.next(Usage.class).getFinalAttempt()).isFalse();
    assertThat(gateway.log.next(Usage.class).getFinalAttempt()).isTrue();
  }

  @Test
  void asksNoSecondModelWhereTheFirstIsQuick() throws Exception {
    others(ScriptedUpstream.json(200, ANSWER));

    assertThat(attempts(ask("hedged"))).isEqualTo(1);
    assertThat(upstream.asked()).hasSize(1);
  }

  /** Both have their first byte at the same moment, again and again. */
  @Test
  void givesEachCallerOneWholeAnswerWhereBothAttemptsAnswerAtOnce() throws Exception {
    Map<String, CountDownLatch> met = new ConcurrentHashMap<>();
    upstream.script((asked, out) -> {
      String number = asked.body().replaceAll(".*number (\\d+).*", "$1");
      CountDownLatch both = met.computeIfAbsent(number, _ -> new CountDownLatch(2));
      both.countDown();
      assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
      return ScriptedUpstream.events(
              event(asked.body().contains("\"small\"") ? "second" : "first"),
              event("more"),
              "data: [DONE]\n\n")
          .serve(asked, out);
    });
    List<CompletableFuture<HttpResponse<String>>> asking = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String rest = "\"stream\":true," + MESSAGES.replace("hi", "number " + i);
      asking.add(
          client.sendAsync(
              gateway.chat("{\"model\":\"hedged\"," + rest + "}").build(),
              BodyHandlers.ofString()));
    }

    for (var each : asking) {
      HttpResponse<String> answer = each.get(60, TimeUnit.SECONDS);
      String word = servedBy(answer).equals("mock/small") ? "second" : "first";
      assertThat(answer.body()).isEqualTo(event(word) + event("more") + "data: [DONE]\n\n");
    }
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
    List<Usage> usages = gateway.log.all(Usage.class);
    assertThat(usages).hasSize(80);
    assertThat(usages.stream().filter(Usage::getFinalAttempt)).hasSize(40);
    assertThat(usages.stream().map(Usage::getEventId)).doesNotHaveDuplicates();
    assertThat(metrics())
        .contains("weir_route_calls{model=\"slow\"} 0.0")
        .contains("weir_route_calls{model=\"small\"} 0.0")
        .contains("weir_hedges_total{result=\"sent\",route=\"hedged\"} 40.0");
  }

  private static String event(String word) {
    return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + word
        + "\"}}]}\n\n";
  }

  @Test
  void endsBothAttemptsWhereTheCallerHangsUp() throws Exception {
    upstream.script((_, _) -> true);
    var asking = asking("hedged");
    upstream.awaitRequest();
    upstream.awaitRequest();

    asking.cancel(true);

    upstream.awaitHangUp();
    upstream.awaitHangUp();
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
    assertThat(gateway.log.next(Usage.class).getFinalAttempt()).isFalse();
    Usage last = gateway.log.next(Usage.class);
    assertThat(last.getFinalAttempt()).isTrue();
    assertThat(last.getOutcome()).isEqualTo(Outcome.CANCELLED);
  }
}
