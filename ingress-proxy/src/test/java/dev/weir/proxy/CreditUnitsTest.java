package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Usage;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of money, of runs and of requests in flight, from socket to socket. */
final class CreditUnitsTest extends CreditCase {

  private static final String AT_ONCE = "{id: at-once, unit: concurrent, max: 1}";

  @Test
  void chargesNothingOfALimitInMoneyForAModelWithoutAPrice() throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));
    limited("{id: cents, unit: usd, window: total, max: 0.01}");

    assertThat(post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
    assertThat(gateway.log.next(Usage.class).getCostUsdNanos()).isZero();
    assertThat(post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"flex, 400000", "default, 1000000", "unheard-of, 1000000"})
  void chargesALimitInMoneyByThePricesOfTheTierThatWasServed(String tier, long nanos)
      throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            CHAT_EVENT,
            "data: {\"model\":\"m-1\",\"service_tier\":\"%s\",\"choices\":[],".formatted(tier)
                + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":100}}\n\n",
            "data: [DONE]\n\n"));
    limited("{id: dollars, unit: usd, window: total, max: 1}");

    post("/v1/chat/completions", CHAT.replace("slow", "plain"));

    assertThat(gateway.log.next(Usage.class).getCostUsdNanos()).isEqualTo(nanos);
  }

  @Test
  void holdsEachRunOfAnAgentToItsOwnLimit() throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));
    limited("{id: run, unit: requests, window: total, max: 1, each: [agent-run]}");

    assertThat(asRun("a").statusCode()).isEqualTo(200);
    assertThat(asRun("a").statusCode()).isEqualTo(429);
    assertThat(asRun("b").statusCode()).isEqualTo(200);
    assertThat(asRun("no name").statusCode()).isEqualTo(200);
    assertThat(asRun("no name").statusCode()).isEqualTo(200);
  }

  /** Ways in which an exchange can end. */
  enum End {
    COMPLETED,
    REFUSED_BY_THE_PROVIDER,
    UPSTREAM_FAILED,
    UPSTREAM_UNREADABLE,
    STOPPED,
    CALLER_GONE
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void givesThePlaceInFlightBackHoweverAnExchangeEnds(End end) throws Exception {
    limited(AT_ONCE);
    upstream.script(
        switch (end) {
          case COMPLETED -> ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n");
          case REFUSED_BY_THE_PROVIDER -> ScriptedUpstream.json(400, "{\"error\":{}}");
          case UPSTREAM_UNREADABLE -> ScriptedUpstream.events("data: {no json\n\n");
          case UPSTREAM_FAILED ->
              (_, out) -> {
                ScriptedUpstream.startStream(out);
                ScriptedUpstream.chunk(out, CHAT_EVENT);
                return false;
              };
          case STOPPED, CALLER_GONE ->
              (_, out) -> {
                ScriptedUpstream.startStream(out);
                ScriptedUpstream.chunk(out, CHAT_EVENT);
                return true;
              };
        });

    if (end == End.STOPPED || end == End.CALLER_GONE) {
      try (InputStream stream =
          client
              .send(request("/v1/chat/completions", CHAT).build(), BodyHandlers.ofInputStream())
              .body()) {
        BareCaller.readUntil(stream, PART);
        if (end == End.STOPPED) {
          gateway.order("model/slow", "test");
          var _ = stream.readAllBytes();
          gateway.resume("model/slow");
        }
      }
    } else {
      post("/v1/chat/completions", CHAT);
    }
    gateway.log.next(Usage.class);

    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));
    assertThat(post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"soft, hour, 1", "observe, hour, 1", "soft, day, 1", "hard, hour, 0"})
  void recordsWhichLimitARequestGoesOnBeyond(String mode, String window, int passed)
      throws Exception {
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, "data: [DONE]\n\n"));
    limited("{id: few, unit: requests, window: %s, max: 1, mode: %s}".formatted(window, mode));
    post("/v1/chat/completions", CHAT);
    assertThat(gateway.log.next(Admission.class).getPassed()).isEmpty();
    gateway.log.next(Usage.class);

    HttpResponse<String> answer = post("/v1/chat/completions", CHAT);

    assertThat(answer.statusCode()).isEqualTo(mode.equals("hard") ? 429 : 200);
    assertThat(gateway.log.next(Admission.class).getPassed())
        .hasSize(passed)
        .allSatisfy(it -> {
          assertThat(it.getPolicyId()).isEqualTo("few");
          assertThat(it.getOwner()).isEqualTo("search");
          assertThat(it.getMode() + ' ' + it.getWindow()).isEqualTo(mode + ' ' + window);
          assertThat(it.getUsed()).isEqualTo(2);
        });
    assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests"))
        .isEqualTo(mode.equals("observe") ? Optional.empty() : Optional.of("0"));
  }

  @Test
  void refusesWhoWouldBeOneTooManyInFlight() throws Exception {
    limited(AT_ONCE);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, CHAT_EVENT);
      return true;
    });
    try (InputStream stream =
        client
            .send(request("/v1/chat/completions", CHAT).build(), BodyHandlers.ofInputStream())
            .body()) {
      BareCaller.readUntil(stream, PART);

      HttpResponse<String> answer = post("/v1/chat/completions", CHAT);

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.body())
          .contains("\"limit\":\"at-once\"", "\"unit\":\"concurrent\"", "when one of them ends")
          .doesNotContain("reset");
      assertThat(answer.headers().firstValue("x-ratelimit-reset-concurrent")).isEmpty();
      assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
      assertThat(answer.headers().firstValue("x-should-retry")).isEmpty();
    }
  }

  private HttpResponse<String> asRun(String run) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/v1/chat/completions", CHAT).header("x-weir-agent-run", run).build(),
            BodyHandlers.ofString());
    gateway.log.next(Usage.class);
    return answer;
  }
}
