package dev.weir.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import dev.weir.proxy.guard.HeldRoom;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers hold back without a guard, when others hold all that there is room for. */
final class HeldBackTest extends GatewayCase {

  private static final String PLAIN = "{\"model\":\"small\",\"messages\":[]}";

  private static final String STREAM = "{\"model\":\"small\",\"messages\":[],\"stream\":true}";

  private static final String LARGE = "x".repeat(200_000);

  private HeldRoom.Part others;

  HeldBackTest() {
    super((_, _) -> false);
  }

  @BeforeEach
  void prepare() throws Exception {
    others = gateway.held.part(new TeamId("search"));
    assertThat(others.hold(gateway.held.bytesMax() / 4)).isTrue();
  }

  private static String event(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  @Test
  void refusesAnAnswerThatHasNoRoomUntilItIsWhole() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200, "{\"choices\":[{\"message\":{\"content\":\"" + LARGE + "\"}}]}"));

    HttpResponse<String> full = send(PLAIN);
    others.end();
    HttpResponse<String> free = send(PLAIN);

    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(full.body()).contains("overloaded");
    assertThat(full.headers().firstValue("retry-after")).contains("1");
    assertThat(free.statusCode()).isEqualTo(200);
    assertThat(free.body()).contains(LARGE);
    assertThat(gateway.held.turnedAwayOfTeam()).isEqualTo(1);
    gateway.log.next(Usage.class);
    gateway.log.next(Usage.class);
    assertThat(gateway.held.claimedBytes()).isZero();
  }

  @Test
  void endsAStreamWhoseEventHasNoRoomWithAnError() throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            event("first"), event(LARGE.repeat(10)), event("last"), "data: [DONE]\n\n"));

    HttpResponse<String> answer = send(STREAM);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("first", "overloaded").doesNotContain("last", "[DONE]");
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getOutputTokens()).isPositive();
  }

  /** Small events, which all pass: what they say is said again at the end. */
  @Test
  void endsATranslatedStreamThatGathersMoreThanThereIsRoomFor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, delta("first"));
      await(begun);
      ScriptedUpstream.chunk(out, delta("y".repeat(1_000)).repeat(40));
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });

    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/responses"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"opus\",\"stream\":true,\"input\":\"hi\"}"))
                .build(),
            BodyHandlers.ofInputStream());
    begun.countDown();
    String body = new String(answer.body().readAllBytes(), UTF_8);

    assertThat(body).contains("first", "overloaded").doesNotContain("response.completed");
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.CUT);
  }

  private static String delta(String text) {
    return "data: {\"type\":\"content_block_delta\",\"index\":0,"
        + "\"delta\":{\"type\":\"text_delta\",\"text\":\""
        + text
        + "\"}}\n\n";
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void holdsNothingOfWhatPasses() throws Exception {
    upstream.script(ScriptedUpstream.events(event("first"), event("second"), "data: [DONE]\n\n"));

    assertThat(send(STREAM).body()).contains("first", "second", "[DONE]");
  }
}
