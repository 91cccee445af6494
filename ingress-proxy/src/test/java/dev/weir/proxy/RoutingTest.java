package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Usage;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Which model of a route is asked, and what a route makes of how its models have answered lately.
 */
final class RoutingTest extends RoutedCase {

  @Test
  void asksTheModelForTheTaskThatTheUserSpeaksOf() throws Exception {
    String code = MESSAGES.replace("hi", "Implement a ring buffer in Java with O(1) get and put.");

    assertThat(servedBy(ask("clever", code))).isEqualTo("mock/text");
    assertThat(servedBy(ask("clever"))).isEqualTo("thinker/slow");
  }

  @Test
  void asksTheFirstModelThatCanTakeTheRequest() throws Exception {
    String image =
        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]";
    String tool = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    assertThat(servedBy(ask("able"))).isEqualTo("mock/text");
    assertThat(servedBy(ask("able", tool + "," + MESSAGES))).isEqualTo("thinker/slow");
    assertThat(servedBy(ask("able", MESSAGES.replace("\"hi\"", image)))).isEqualTo("thinker/slow");
    assertThat(servedBy(ask("able", "\"max_tokens\":2500," + MESSAGES))).isEqualTo("thinker/slow");
    assertThat(servedBy(ask("able", MESSAGES.replace("hi", "hello ".repeat(2_000)))))
        .isEqualTo("thinker/slow");
  }

  @Test
  void leavesAModelAloneUntilTheTimeThatItsProviderNamed() throws Exception {
    others((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 429 X\r\nRetry-After: 30\r\nContent-Type: application/json\r\n"
              + "Content-Length: 2\r\n\r\n{}");
      return true;
    });

    HttpResponse<String> first = ask("both");
    HttpResponse<String> second = ask("both");

    assertThat(attempts(first)).isEqualTo(2);
    assertThat(attempts(second)).isEqualTo(1);
    assertThat(servedBy(second)).isEqualTo("mock/small");
    assertThat(upstream.asked()).hasSize(3);
  }

  @Test
  void tellsTheCallerToWaitWhereAllProvidersDo() throws Exception {
    others((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 503 X\r\nRetry-After: 30\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + ERROR.length()
              + "\r\n\r\n"
              + ERROR);
      return true;
    });

    HttpResponse<String> first = ask("alone");
    HttpResponse<String> second = ask("alone");

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.body()).isEqualTo(ERROR);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.body()).contains("provider_rate_limited");
    assertThat(second.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(20L, 30L);
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void leavesAModelAloneThatFailedFiveTimesInARow() throws Exception {
    others(ScriptedUpstream.json(500, ERROR));
    for (int i = 0; i < 5; i++) {
      assertThat(attempts(ask("both"))).isEqualTo(2);
    }

    assertThat(attempts(ask("both"))).isEqualTo(1);

    assertThat(metrics())
        .contains("weir_route_breaker_open{model=\"fast\"} 1.0")
        .contains("weir_route_breaker_open{model=\"small\"} 0.0");
  }

  @Test
  void skipsAModelThatHasAllTheCallsThatItMayHave() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    others((asked, out) -> {
      assertThat(free.await(30, TimeUnit.SECONDS)).isTrue();
      return ScriptedUpstream.json(200, ANSWER).serve(asked, out);
    });
    var first = asking("room");
    upstream.awaitRequest();

    HttpResponse<String> second = ask("room");
    HttpResponse<String> refused = ask("alone");
    HttpResponse<String> plain = ask("narrow");
    free.countDown();

    assertThat(servedBy(second)).isEqualTo("mock/small");
    assertThat(attempts(second)).isEqualTo(1);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("model_full");
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(plain.statusCode()).isEqualTo(503);
    assertThat(servedBy(first.get(30, TimeUnit.SECONDS))).isEqualTo("thinker/narrow");
    assertThat(servedBy(ask("alone"))).isEqualTo("thinker/narrow");
  }

  @Test
  void givesThePlaceOfACallBackWhoseCallerHungUp() throws Exception {
    others((_, _) -> true);
    var first = asking("alone");
    upstream.awaitRequest();
    first.cancel(true);
    upstream.awaitHangUp();
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
    upstream.script(ScriptedUpstream.json(200, ANSWER));

    assertThat(ask("alone").statusCode()).isEqualTo(200);
  }

  @Test
  void asksTheSameModelAgainAfterAWait() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    others((asked, out) ->
        ScriptedUpstream.json(calls.incrementAndGet() < 3 ? 502 : 200, ANSWER).serve(asked, out));

    HttpResponse<String> answer = ask("again");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(attempts(answer)).isEqualTo(3);
    for (int i = 1; i <= 3; i++) {
      Usage usage = gateway.log.next(Usage.class);
      assertThat(usage.getAttempt()).isEqualTo(i);
      assertThat(usage.getFinalAttempt()).isEqualTo(i == 3);
    }
  }

  @Test
  void givesBackTheProvidersOwnErrorAfterTheLastRepetition() throws Exception {
    others(ScriptedUpstream.json(502, ERROR));

    HttpResponse<String> answer = ask("again");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).isEqualTo(ERROR);
    assertThat(upstream.asked()).hasSize(3);
  }

  @Test
  void rollsACanaryBackThatFailsTooOften() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    others((asked, out) ->
        ScriptedUpstream.json(calls.getAndIncrement() % 3 == 0 ? 500 : 200, ANSWER)
            .serve(asked, out));
    for (int i = 0; i < 20; i++) {
      assertThat(ask("fresh").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> after = ask("fresh");

    assertThat(servedBy(after)).isEqualTo("mock/small");
    assertThat(attempts(after)).isEqualTo(1);
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
    assertThat(gateway.log.all(Usage.class).getFirst().getVariant()).isEqualTo("canary");
    assertThat(gateway.log.all(Usage.class).getLast().getVariant()).isEqualTo("stable");
  }
}
