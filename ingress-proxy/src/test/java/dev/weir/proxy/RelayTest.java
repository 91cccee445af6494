package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes, what does not, and what is written down. */
final class RelayTest extends GatewayCase {

  private static final String ASK = "{\"model\":\"small\",\"messages\":[],\"x\":{\"y\":1}}";

  private static final String ANSWER =
      """
      {"id":"c1","model":"small-2","unknown":[1,{"a":null}],"choices":[{"index":0,"message":\
      {"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,\
      "completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4}}}\
      """;

  private static final String EVENT =
      "data: {\"model\":\"small-2\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hé\"},"
          + "\"finish_reason\":null}]}\n\n";

  private static final String STOP =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
          + "\"total_tokens\":10}}\n\n";

  private static final String DONE = "data: [DONE]\n\n";

  RelayTest() {
    super(ScriptedUpstream.json(200, ANSWER));
  }

  @Test
  void passesAPlainAnswerByteForByteWithWeirsHeaders() throws Exception {
    HttpResponse<String> answer = send(ASK);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.headers().firstValue("x-weir-served-by")).contains("mock/small");
    assertThat(answer.headers().firstValue("x-weir-overhead-ms").orElseThrow())
        .matches("\\d+\\.\\d{3}");
    assertThat(answer.headers().firstValue("x-weir-request-id").orElseThrow())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void writesEveryRecordOfAnExchangeWithTheCallersTrace() throws Exception {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    client.send(gateway.chat(ASK).header("traceparent", trace).build(), BodyHandlers.ofString());

    gateway.log.next(Usage.class);
    gateway.log.next(ResponseFrame.class);
    assertThat(gateway.log.envelopes())
        .hasSize(4)
        .allSatisfy(it -> assertThat(it.traceparent()).isEqualTo(trace));
  }

  @Test
  void sendsTheBodyUntouchedAndTheProvidersCredentialInsteadOfTheCallers() throws Exception {
    client.send(
        gateway
            .chat(ASK)
            .header("x-weir-team", "forged")
            .header("x-unknown", "stays")
            .header("Cookie", "a=b")
            .build(),
        BodyHandlers.ofString());

    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.body()).isEqualTo(ASK);
    assertThat(asked.head())
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nAuthorization: Bearer provider-secret\r\n")
        .containsIgnoringCase("\r\nx-unknown: stays\r\n")
        .doesNotContain("wk_");
    assertThat(asked.hasHeader("x-weir-team")).isFalse();
    assertThat(asked.hasHeader("cookie")).isFalse();
    assertThat(asked.hasHeader("transfer-encoding")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OpenAI-Organization",
        "OpenAI-Project",
        "x-goog-user-project",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Real-IP",
        "Via"
      })
  void keepsTheCallersAccountAndNetworkFromTheProvider(String header) throws Exception {
    client.send(gateway.chat(ASK).header(header, "a").build(), BodyHandlers.ofString());

    assertThat(upstream.asked().getFirst().hasHeader(header)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"OpenAI-Organization", "OpenAI-Project", "openai-project-id", "Set-Cookie"})
  void keepsTheAccountAtTheProviderFromTheCaller(String header) throws Exception {
    upstream.script((_, out) -> {
      String plain = ScriptedUpstream.response(200, "application/json", ANSWER);
      ScriptedUpstream.write(
          out, plain.replaceFirst("\r\n", "\r\n" + header + ": a\r\nx-unknown: stays\r\n"));
      return true;
    });

    HttpResponse<String> answer = send(ASK);

    assertThat(answer.headers().firstValue(header)).isEmpty();
    assertThat(answer.headers().firstValue("x-unknown")).contains("stays");
  }

  /** Weir may have changed the bytes that a digest is of. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-MD5", "Digest", "Content-Digest", "Repr-Digest"})
  void passesNoDigestEitherWay(String header) throws Exception {
    upstream.script((_, out) -> {
      String plain = ScriptedUpstream.response(200, "application/json", ANSWER);
      ScriptedUpstream.write(out, plain.replaceFirst("\r\n", "\r\n" + header + ": a\r\n"));
      return true;
    });

    HttpResponse<String> answer =
        client.send(gateway.chat(ASK).header(header, "a").build(), BodyHandlers.ofString());

    assertThat(upstream.asked().getFirst().hasHeader(header)).isFalse();
    assertThat(answer.headers().firstValue(header)).isEmpty();
  }

  @Test
  void passesABodyThatIsTooLargeForASelector() throws Exception {
    Duration within = Duration.ofSeconds(10);
    ExchangeLimits limits =
        new ExchangeLimits(64, 1024 * 1024, 1024 * 1024, within, within, within);
    restart(configured().exchanges(limits));
    String ask = "{\"model\":\"small\",\"messages\":[],\"x\":\"" + "y".repeat(500_000) + "\"}";

    HttpResponse<String> answer = send(ask);

    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(upstream.asked().getFirst().body()).isEqualTo(ask);
  }

  @Test
  void writesPromptAdmissionFrameAndUsageOfAPlainAnswer() throws Exception {
    send(ASK);

    Prompt prompt = gateway.log.next(Prompt.class);
    Admission admission = gateway.log.next(Admission.class);
    Usage usage = gateway.log.next(Usage.class);
    ResponseFrame frame = gateway.log.next(ResponseFrame.class);
    String id = prompt.getRequestId();
    assertThat(TestKeys.opened(prompt.getContent(), id + "/prompt")).isEqualTo(ASK);
    assertThat(prompt.getRequestedModel()).isEqualTo("small");
    assertThat(admission.getDecision()).isEqualTo(Decision.ADMITTED);
    assertThat(TestKeys.opened(frame.getContent(), id + "/frame/0")).isEqualTo(ANSWER);
    assertThat(frame.getEnd().getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(frame.getEnd().getAttempts()).isEqualTo(1);
    assertThat(usage.getEventId()).isEqualTo(id + "/usage/1");
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInputTokens()).isEqualTo(6);
    assertThat(usage.getCacheReadTokens()).isEqualTo(4);
    assertThat(usage.getOutputTokens()).isEqualTo(5);
    assertThat(usage.getServedModel()).isEqualTo("small-2");
    assertThat(usage.getSequence()).isEqualTo(1);
    assertThat(gateway.recorder.lostRecords()).isZero();
  }

  @Test
  void exchangesTheModelsNameAndNothingElse() throws Exception {
    send("{ \"model\" : \"fast\" , \"messages\":[],\"é\":\"\\u00e9\"}");

    assertThat(upstream.asked().getFirst().body())
        .isEqualTo("{ \"model\" : \"real-\\\"model\\\"\" , \"messages\":[],\"é\":\"\\u00e9\"}");
  }

  @Test
  void asksForUsageOfAStreamAndLeavesItOutOfTheAnswer() throws Exception {
    upstream.script(ScriptedUpstream.events(EVENT, STOP, USAGE, DONE));

    HttpResponse<String> answer = send("{\"model\":\"small\",\"stream\":true,\"messages\":[]}");

    assertThat(upstream.asked().getFirst().body())
        .isEqualTo(
            "{\"stream_options\":{\"include_usage\":true},"
                + "\"model\":\"small\",\"stream\":true,\"messages\":[]}");
    assertThat(answer.body()).isEqualTo(EVENT + STOP + DONE);
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getInputTokens()).isEqualTo(7);
    assertThat(usage.getOutputTokens()).isEqualTo(3);
    assertThat(usage.getFinishReason()).isEqualTo("stop");
    assertThat(usage.getFirstTokenAt()).isNotNull();
  }

  @Test
  void leavesTheUsageEventToACallerWhoAskedForIt() throws Exception {
    upstream.script(ScriptedUpstream.events(EVENT, USAGE, DONE));
    String ask =
        "{\"model\":\"small\",\"stream\":true,\"messages\":[],"
            + "\"stream_options\":{\"include_usage\":true}}";

    HttpResponse<String> answer = send(ask);

    assertThat(upstream.asked().getFirst().body()).isEqualTo(ask);
    assertThat(answer.body()).isEqualTo(EVENT + USAGE + DONE);
  }

  @Test
  void passesEventsThatAreSplitAnywhere() throws Exception {
    String all = EVENT + ": ping\r\n\r\n" + STOP + USAGE + DONE;
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      byte[] bytes = all.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      for (byte each : bytes) {
        out.write(new byte[] {'1', '\r', '\n', each, '\r', '\n'});
        out.flush();
      }
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });

    HttpResponse<String> answer = send("{\"model\":\"small\",\"stream\":true,\"messages\":[]}");

    assertThat(answer.body()).isEqualTo(EVENT + ": ping\r\n\r\n" + STOP + DONE);
  }

  @Test
  void relaysAnErrorOfTheProviderWithItsStatus() throws Exception {
    String error = "{\"error\":{\"message\":\"no such parameter\",\"type\":\"x\"}}";
    upstream.script(ScriptedUpstream.json(400, error));

    HttpResponse<String> answer = send(ASK);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(error);
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
  }

  @Test
  void usesAConnectionToTheProviderAgain() throws Exception {
    send(ASK);
    send(ASK);

    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void numbersTheUsageOfATeam() throws Exception {
    send(ASK);
    send(ASK);
    send("{\"model\":\"nope\",\"messages\":[]}");

    assertThat(gateway.log.next(Usage.class).getSequence()).isEqualTo(1);
    assertThat(gateway.log.next(Usage.class).getSequence()).isEqualTo(2);
    assertThat(gateway.log.next(Usage.class).getSequence()).isEqualTo(3);
  }
}
