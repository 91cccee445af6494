package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is turned down, how, and what is written down about it. */
final class RefusalTest extends ChatCase {

  @Test
  void refusesABodyForWhichThereIsNoRoomUntilThereIs() throws Exception {
    assertThat(gateway.bodies.claim(TestGateway.BODIES_BYTES)).isTrue();

    HttpResponse<String> refused = client.send(gateway.chat(ASK).build(), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("overloaded");
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(gateway.log.next(Admission.class).getCode()).isEqualTo("overloaded");

    gateway.bodies.release(TestGateway.BODIES_BYTES);
    assertThat(client.send(gateway.chat(ASK).build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void writesNothingOfAModelThatIsTooLongInPlainText() throws Exception {
    HttpResponse<String> answer =
        client.send(
            gateway.chat("{\"model\":\"" + "m".repeat(10_000) + "\",\"messages\":[]}").build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_request").doesNotContain("mmm");
    assertThat(gateway.log.next(Prompt.class).getRequestedModel()).isEmpty();
    assertThat(gateway.log.next(Admission.class).getRequestedModel()).isEmpty();
    assertThat(gateway.log.next(Usage.class).getRequestedModel()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"nope\",\"messages\":[]} | 404 | model_not_found",
        "{\"model\":\"secret\",\"messages\":[]} | 403 | not_allowed",
        "{\"model\":\"small\",\"messages\":[] | 400 | invalid_request",
        "{\"model\":7,\"messages\":[]} | 400 | invalid_request",
        "{\"model\":\"small\",\"messages\":{}} | 400 | invalid_request",
        "{\"model\":\"small\",\"messages\":[],\"stream\":\"yes\"} | 400 | invalid_request",
        "{\"model\":\"small\",\"messages\":[],\"max_tokens\":-1} | 400 | invalid_request",
        "{\"model\":\"small\",\"model\":\"fast\",\"messages\":[]} | 400 | invalid_request",
        "{\"messages\":[]} | 400 | invalid_request",
        "[] | 400 | invalid_request",
        "hello | 400 | invalid_request",
        "'' | 400 | invalid_request",
      })
  void refusesABodyThatItCannotServeAndRecordsItWhole(String body, int status, String code)
      throws Exception {
    HttpResponse<String> answer = client.send(gateway.chat(body).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(TestKeys.opened(prompt.getContent(), prompt.getEventId())).isEqualTo(body);
    assertThat(gateway.log.next(Admission.class).getCode()).isEqualTo(code);
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getAttempt()).isZero();
    assertThat(usage.getFinalAttempt()).isTrue();
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    ResponseFrame end = gateway.log.next(ResponseFrame.class);
    assertThat(end.getEnd().getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(end.getEnd().getCode()).isEqualTo(code);
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void refusesInvalidUtf8() throws Exception {
    byte[] body = ASK.getBytes(StandardCharsets.UTF_8);
    body[12] = (byte) 0xff;

    HttpResponse<String> answer =
        client.send(
            gateway.chat("").POST(BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void refusesALargeBodyWithAnnouncedLength() throws Exception {
    byte[] body = new byte[50 * 1024 * 1024];

    HttpResponse<String> answer =
        client.send(
            gateway.chat("").POST(BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("request_too_large");
    assertThat(gateway.log.next(Admission.class).getStatus()).isEqualTo(413);
    assertThat(gateway.log.all(Prompt.class)).isEmpty();
  }

  @Test
  void refusesALargeBodyOfUnknownLength() throws Exception {
    byte[] part = new byte[1024 * 1024];

    HttpResponse<String> answer =
        client.send(
            gateway
                .chat("")
                .POST(BodyPublishers.ofByteArrays(java.util.Collections.nCopies(50, part)))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void refusesHeadersThatAreTooLarge() throws Exception {
    HttpResponse<String> answer =
        client.send(
            gateway.chat(ASK).header("x-bomb", "b".repeat(40_000)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(431);
    assertThat(answer.body()).contains("headers_too_large");
    assertThat(gateway.log.next(Admission.class).getStatus()).isEqualTo(431);
  }

  @Test
  void refusesUnknownPathsAndMethods() throws Exception {
    HttpRequest path = HttpRequest.newBuilder(gateway.uri("/v1/nothing")).build();
    HttpRequest method = HttpRequest.newBuilder(gateway.uri("/v1/chat/completions")).build();

    assertThat(client.send(path, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    assertThat(client.send(method, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  /** Nothing that could be taken for an answer of a server's, and nothing that reaches one. */
  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/files", "/v1/mcp", "/.well-known/oauth-protected-resource"})
  void servesNoMcpAndPassesNoneOn(String path) throws Exception {
    HttpRequest discover =
        HttpRequest.newBuilder(gateway.uri(path))
            .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "server/discover")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}"))
            .build();

    assertThat(client.send(discover, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void refusesATeamWhoseLimitIsSpentAndNamesTheLimit() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 1200}");
    assertThat(sendAs(TestKeys.KEY.reveal(), ASK).statusCode()).isEqualTo(200);

    HttpResponse<String> answer = sendAs(TestKeys.KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body())
        .contains("\"code\":\"quota_exceeded\"")
        .contains("\"weir\":{\"limit\":\"all\",\"scope\":\"team/search\"")
        .contains("\"used\":300,\"max\":1200");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void countsItsOwnUsageOnlyUntilTheLogHoldsIt() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 2000}");
    sendAs(TestKeys.KEY.reveal(), ASK);
    QuotaState seen = state(300, Map.of("p1:" + TestGateway.EPOCH, 1L));

    gateway.quotaStates.replay("search|all|0", seen);
    HttpResponse<String> answer = sendAs(TestKeys.KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).contains("2000");
    assertThat(answer.headers().firstValue("x-ratelimit-remaining-tokens")).contains("1700");
  }

  @Test
  void refusesWhatAnotherProxySpent() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: 1000}");

    gateway.quotaStates.replay("search|all|0", state(990, Map.of("p2:5", 9L)));

    assertThat(sendAs(TestKeys.KEY.reveal(), ASK).statusCode()).isEqualTo(429);
  }

  @Test
  void refusesWhileDraining() throws Exception {
    gateway.live.drain();

    HttpResponse<String> answer = sendAs(TestKeys.KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("draining");
  }

  private static QuotaState state(long spent, Map<String, Long> seen) {
    return new QuotaState(
        "search",
        "all",
        "tokens",
        Instant.EPOCH,
        null,
        1000L,
        "hard",
        spent,
        1L,
        1L,
        seen,
        Instant.EPOCH);
  }
}
