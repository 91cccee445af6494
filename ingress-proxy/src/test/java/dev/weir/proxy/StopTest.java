package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders to stop: who is refused, which streams end, and how. */
final class StopTest extends GatewayCase {

  private static final String EVENT =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"four more\"}}]}\n\n";

  private static final String REASON = "an agent runs away";

  /** Begins to answer and says no more. */
  private static final ScriptedUpstream.Script HALF =
      (_, out) -> {
        ScriptedUpstream.startStream(out);
        ScriptedUpstream.chunk(out, EVENT);
        return true;
      };

  private static final ScriptedUpstream.Script WHOLE =
      ScriptedUpstream.events(EVENT, "data: [DONE]\n\n");

  StopTest() {
    super(HALF);
  }

  @ParameterizedTest
  @CsvSource({
    "all, everything",
    "team/search, team 'search'",
    "key/abcdef1, key 'abcdef1'",
    "model/slow, model 'slow'"
  })
  void refusesWhatIsUnderTheScopeBeforeAnyCall(String scope, String named) throws Exception {
    gateway.order(scope, REASON);

    HttpResponse<String> answer = ask("slow");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    assertThat(answer.body()).contains("\"code\":\"stopped\"", named, REASON);
    assertThat(upstream.asked()).isEmpty();
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(gateway.log.all(Admission.class))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getDecision()).isEqualTo(Decision.REFUSED);
          assertThat(it.getCode()).isEqualTo("stopped");
          assertThat(it.getTeam()).isEqualTo("search");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"team/ads", "key/abcdef2", "model/fast"})
  void touchesNothingOutsideTheScope(String scope) throws Exception {
    upstream.script(WHOLE);
    gateway.order(scope, "");

    assertThat(ask("slow").statusCode()).isEqualTo(200);
  }

  @Test
  void servesAgainWhenTheOrderIsTakenBack() throws Exception {
    upstream.script(WHOLE);
    gateway.order("team/search", "");
    gateway.resume("team/search");

    assertThat(ask("slow").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "team/search", "key/abcdef1", "model/prompt", "model/slow"})
  void endsARunningStreamAndCountsWhatItUsed(String scope) throws Exception {
    try (InputStream stream = begin("prompt")) {
      gateway.order(scope, REASON);

      String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(rest).contains("\"code\":\"stopped\"", REASON).doesNotContain("[DONE]");
    }
    upstream.awaitHangUp();
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInputTokens()).isPositive();
    assertThat(usage.getOutputTokens()).isPositive();
    ExchangeEnd end = gateway.log.nextEnd();
    assertThat(end.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(end.getCode()).isEqualTo("stopped");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | event: error",
        "/v1/responses | {\"model\":\"slow\",\"stream\":true,\"input\":\"hi\"} | response.failed",
        "/v1beta/models/slow:streamGenerateContent?alt=sse | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | PERMISSION_DENIED"
      })
  void endsAStreamTheWayItsDialectDoes(String path, String body, String mark) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (InputStream stream = client.send(request, BodyHandlers.ofInputStream()).body()) {
      BareCaller.readUntil(stream, "four more");
      gateway.order("team/search", REASON);

      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).contains(mark, REASON);
    }
    upstream.awaitHangUp();
  }

  @Test
  void leavesTheStreamsOfOthersAlone() throws Exception {
    try (InputStream stream = begin("slow")) {
      gateway.order("team/ads", "not this one");
      gateway.order("model/fast", "not this one");
      // The sweeper has carried out the orders before when it carries out this one.
      gateway.order("team/search", REASON);

      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
          .contains(REASON)
          .doesNotContain("not this one");
    }
  }

  @Test
  void endsAStreamAfterWhatIsBeingWritten() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      // More than the sockets on the way hold while the caller does not read.
      for (int i = 0; i < 4_000; i++) {
        ScriptedUpstream.chunk(out, EVENT.repeat(200));
      }
      return true;
    });
    try (InputStream stream = begin("slow")) {
      gateway.order("team/search", REASON);

      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"code\":\"stopped\"", REASON);
    }
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.CUT);
  }

  @Test
  void refusesACallerWhoHasSeenNothingYet() throws Exception {
    upstream.script((_, _) -> true);
    var answer = client.sendAsync(request("slow"), BodyHandlers.ofString());
    upstream.awaitRequest();

    gateway.order("team/search", REASON);

    assertThat(answer.join().statusCode()).isEqualTo(403);
    assertThat(answer.join().body()).contains("\"code\":\"stopped\"");
    upstream.awaitHangUp();
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getInputTokens()).isPositive();
  }

  @Test
  void goesRoundAModelThatIsStopped() throws Exception {
    upstream.script(WHOLE);
    gateway.order("model/fast", "");

    HttpResponse<String> answer = ask("both");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked())
        .singleElement()
        .extracting(it -> it.body())
        .asString()
        .contains("\"small\"");
  }

  @Test
  void stopsAModelByTheNameThatItsProviderHasForIt() throws Exception {
    gateway.order("model/claude-opus-4-1", REASON);

    HttpResponse<String> answer = ask("opus");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("claude-opus-4-1", REASON);
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void stopsTheScopeOfAnOrderThatCannotBeRead() throws Exception {
    gateway.orderUnreadable("team/search");

    assertThat(ask("slow").statusCode()).isEqualTo(403);
  }

  private InputStream begin(String model) throws Exception {
    InputStream stream = client.send(request(model), BodyHandlers.ofInputStream()).body();
    BareCaller.readUntil(stream, "four more");
    return stream;
  }

  private HttpResponse<String> ask(String model) throws Exception {
    return client.send(request(model), BodyHandlers.ofString());
  }

  private HttpRequest request(String model) {
    return gateway.chat("{\"model\":\"" + model + "\",\"messages\":[],\"stream\":true}").build();
  }
}
