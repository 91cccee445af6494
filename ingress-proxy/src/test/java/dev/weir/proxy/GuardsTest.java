package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Coverage;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What guards do with prompts and answers, socket to socket. */
final class GuardsTest extends GatewayCase {

  private static final String MAIL = "ann@example.com";

  private static final String ANSWER =
      """
      {"id":"c1","object":"chat.completion","created":1,"model":"m","system_fingerprint":"fp",\
      "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}\
      """;

  GuardsTest() {
    super(ScriptedUpstream.json(200, ANSWER.formatted("fine")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"to ann@example.com\"}]} | \"code\":\"content_filter\"",
        "/v1/responses | {\"model\":\"slow\",\"input\":\"to ann@example.com\"} | \"code\":\"content_filter\"",
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"to ann@example.com\"}]} | \"type\":\"error\"",
        "/v1beta/models/slow:generateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"to ann@example.com\"}]}]} | \"status\":",
        "/v1/embeddings | {\"model\":\"slow\",\"input\":\"to ann@example.com\"} | \"code\":\"content_filter\""
      })
  void refusesABlockedPromptInTheCallersDialectAndCallsNobody(String path, String body, String mark)
      throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block}]");

    HttpResponse<String> answer = post(path, body);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains(mark, "guard 'mail'", "email-address").doesNotContain(MAIL);
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(upstream.asked()).isEmpty();
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(TestKeys.opened(prompt)).isEqualTo(body);
    Coverage seen = prompt.getCoverage().getFirst();
    assertThat(seen.getGuard()).isEqualTo("mail");
    assertThat(seen.getVerdict()).isEqualTo("found");
    assertThat(seen.getMode()).isEqualTo("block");
    assertThat(seen.getFound()).containsExactly("email-address");
    assertThat(seen.getBytesSeen()).isPositive().isEqualTo(seen.getBytesTotal());
    assertThat(gateway.log.all(Admission.class))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getDecision()).isEqualTo(Decision.REFUSED);
          assertThat(it.getCode()).isEqualTo("content_filter");
        });
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.REFUSED);
    assertThat(usage.getInputTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"observe", "warn", "mask", "block"})
  void recordsTheSameVerdictInEveryMode(String mode) throws Exception {
    gateway.govern(
        "guards: [{id: mail, find: [email-address], direction: prompt, mode: " + mode + "}]");

    HttpResponse<String> answer = chat("to " + MAIL);

    Coverage seen = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(seen.getVerdict()).isEqualTo("found");
    assertThat(seen.getMode()).isEqualTo(mode);
    assertThat(answer.statusCode()).isEqualTo(mode.equals("block") ? 422 : 200);
    assertThat(answer.headers().firstValue("x-weir-guard").isPresent())
        .isEqualTo(mode.equals("warn"));
  }

  @Test
  void warnsInAHeaderOfWhatItFound() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: warn}]");
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("ask bob@example.org")));

    HttpResponse<String> answer = chat("to " + MAIL);

    assertThat(answer.headers().firstValue("x-weir-guard"))
        .hasValue("mail=email-address, mail=email-address");
    assertThat(answer.body()).contains("bob@example.org");
  }

  @Test
  void sendsAndRecordsTheMaskedFormWithAllOtherBytesAsTheyCame() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, direction: prompt}]");
    String body =
        """
        {"model": "slow",  "x-own": [1.50],
         "messages": [{"role":"user","content":"ann@example.com, bob@example.com \\u00e4 ann@example.com"}]}\
        """;

    HttpResponse<String> answer = post("/v1/chat/completions", body);

    String masked =
        body.replace(
            "ann@example.com, bob@example.com \\u00e4 ann@example.com",
            "<EMAIL_ADDRESS_1>, <EMAIL_ADDRESS_2> \u00e4 <EMAIL_ADDRESS_1>");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked().getFirst().body()).contains(masked.substring(17));
    assertThat(TestKeys.opened(gateway.log.next(Prompt.class))).isEqualTo(masked);
  }

  @Test
  void looksAtItsShareOfTheTrafficAndRecordsWhereItDidNot() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block, share: 0}]");

    assertThat(chat("to " + MAIL).statusCode()).isEqualTo(200);

    Coverage seen = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(seen.getVerdict()).isEqualTo("not-sampled");
    assertThat(seen.getBytesSeen()).isZero();
    assertThat(seen.getBytesTotal()).isPositive();
  }

  @Test
  void saysThatNobodyLookedAtAPromptThatHadNoCredit() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address]}]");

    HttpResponse<String> answer =
        post("/v1/chat/completions", "{\"model\":\"nothing\",\"messages\":[]}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(gateway.log.next(Prompt.class).getCoverage().getFirst().getVerdict())
        .isEqualTo("skipped");
  }

  @Test
  void refusesWhatAGuardThatFailsClosedCannotRead() throws Exception {
    gateway.govern(
        "guards: [{id: mail, find: [email-address], mode: block, direction: prompt,"
            + " on-failure: fail-closed}]");
    String image = "data:image/png;base64," + "iVBORw0KGgo".repeat(20);

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\""
                + image
                + "\"}}]}]}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("could not look at all of it");
  }

  @Test
  void doesNotRelayAPlainAnswerThatIsBlockedAndChargesIt() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block}]");
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("ask bob@example.org")));

    HttpResponse<String> answer = chat("who knows?");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("content_filter", "The answer").doesNotContain("bob@");
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getOutputTokens()).isEqualTo(4);
    ExchangeEnd end = gateway.log.nextEnd();
    assertThat(end.getCode()).isEqualTo("content_filter");
    assertThat(end.getCoverage())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getSurface()).isEqualTo("response");
          assertThat(it.getVerdict()).isEqualTo("found");
        });
  }

  @Test
  void answersACallerOfFunctionsWithAFunctionCallInAStreamThatIsMasked() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, mask: redact}]");
    upstream.script(
        ScriptedUpstream.events(
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                + "\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}}]}\n\n",
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},"
                + "\"finish_reason\":\"function_call\"}]}\n\n",
            "data: [DONE]\n\n"));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"stream\":true,\"functions\":[{\"name\":\"f\"}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(answer.body())
        .contains("\"function_call\":{\"name\":\"f\"", "\"finish_reason\":\"function_call\"")
        .doesNotContain("tool_calls");
  }

  @Test
  void masksAPlainAnswerAndLeavesItsOtherBytesAlone() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, mask: redact}]");
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("ask bob@example.org now")));

    HttpResponse<String> answer = chat("who knows?");

    assertThat(answer.body()).isEqualTo(ANSWER.formatted("ask <EMAIL_ADDRESS> now"));
    assertThat(answer.headers().firstValueAsLong("content-length"))
        .hasValue(answer.body().length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | \"code\":\"content_filter\" | [DONE]",
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | event: error | message_stop",
        "/v1/responses | {\"model\":\"slow\",\"stream\":true,\"input\":\"hi\"} | response.failed | response.completed",
        "/v1beta/models/slow:streamGenerateContent?alt=sse | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | guard 'mail' | finishReason\":\"STOP"
      })
  void endsAStreamThatIsBlockedMidwayWithAnErrorAndNoTerminator(
      String path, String body, String mark, String terminator) throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: block}]");
    var seen = new CountDownLatch(1);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, text("It is known"));
      boolean read = seen.await(20, TimeUnit.SECONDS);
      ScriptedUpstream.chunk(out, text(" to bob@example.org and") + finish() + done());
      return read;
    });

    HttpResponse<InputStream> answer =
        client.send(request(path, body).build(), BodyHandlers.ofInputStream());
    String rest;
    try (InputStream stream = answer.body()) {
      BareCaller.readUntil(stream, "It is known");
      seen.countDown();
      rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(rest).contains(mark).doesNotContain("bob@", terminator);
    ExchangeEnd end = gateway.log.nextEnd();
    assertThat(end.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(end.getCode()).isEqualTo("content_filter");
    assertThat(end.getCoverage().getFirst().getVerdict()).isEqualTo("found");
  }

  @Test
  void masksAStreamAlsoWhereTheValueIsSplit() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask}]");
    upstream.script(
        ScriptedUpstream.events(
            text("Write to b"),
            text("ob@exam"),
            text("ple.o"),
            text("rg or b"),
            text("ob@example.org."),
            finish(),
            done()));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(said(answer.body())).isEqualTo("Write to <EMAIL_ADDRESS_1> or <EMAIL_ADDRESS_1>.");
    assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("bob");
    assertThat(gateway.log.nextEnd().getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void findsWordsOfListsInAnswers() throws Exception {
    gateway.govern(
        """
        recognizers:
          rivals: {words: [Globex, Blue Heron Labs]}
        guards: [{id: topics, find: [rivals, toxicity], mode: block, direction: response}]
        """);

    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("Buy it from GLOBEX.")));
    assertThat(chat("who sells it?").statusCode()).isEqualTo(422);
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("Just go kill yourself.")));
    assertThat(chat("what now?").statusCode()).isEqualTo(422);
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("Buy it from a globexer.")));
    assertThat(chat("who sells it?").statusCode()).isEqualTo(200);
  }

  @Test
  void findsWordsOfListsInAStreamAlsoWhereTheyAreSplit() throws Exception {
    gateway.govern(
        """
        recognizers:
          rivals: {words: [Globex, Blue Heron Labs]}
        guards: [{id: topics, find: [rivals, toxicity], mode: mask, mask: redact, direction: response}]
        """);
    upstream.script(
        ScriptedUpstream.events(
            text("Ask Glo"),
            text("bex or blue her"),
            text("on labs, or go ki"),
            text("ll yourself, they said."),
            finish(),
            done()));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(said(answer.body()))
        .startsWith("Ask <")
        .endsWith(", they said.")
        .doesNotContainIgnoringCase("globex")
        .doesNotContainIgnoringCase("heron")
        .doesNotContain("kill");
    assertThat(gateway.log.nextEnd().getCoverage().getFirst().getFound()).containsExactly("rivals", "toxicity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]} | message_stop",
        "/v1/responses | {\"model\":\"slow\",\"stream\":true,\"input\":\"hi\"} | response.completed",
        "/v1beta/models/slow:streamGenerateContent?alt=sse | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | finishReason\":\"STOP",
        "/v1beta/models/slow:streamGenerateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]} | finishReason\":\"STOP"
      })
  void masksAStreamInEveryDialect(String path, String body, String terminator) throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, mask: redact}]");
    upstream.script(
        ScriptedUpstream.events(
            text("Write to b"), text("ob@exam"), text("ple.org"), finish(), done()));

    HttpResponse<String> answer = post(path, body);

    assertThat(answer.body())
        .contains("<EMAIL_ADDRESS>", terminator)
        .doesNotContain("bob", "ob@", "ple.org");
    assertThat(gateway.log.nextEnd().getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void masksTheTextOfAStreamAndNotItsSignedThoughts() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask}]");
    upstream.script(
        ScriptedUpstream.events(
            event(
                "message_start",
                "\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                    + "\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"),
            block(0, "\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\""),
            delta(0, "\"type\":\"thinking_delta\",\"thinking\":\"ask ann@example.com\""),
            delta(0, "\"type\":\"signature_delta\",\"signature\":\"c2ln\""),
            event("content_block_stop", "\"index\":0"),
            block(1, "\"type\":\"text\",\"text\":\"\""),
            delta(1, "\"type\":\"text_delta\",\"text\":\"ask bob@exam\""),
            delta(1, "\"type\":\"text_delta\",\"text\":\"ple.org\""),
            event("content_block_stop", "\"index\":1"),
            event(
                "message_delta",
                "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                    + "\"usage\":{\"output_tokens\":5}"),
            event("message_stop", "\"n\":0")));

    HttpResponse<String> answer =
        post(
            "/v1/messages",
            "{\"model\":\"opus\",\"max_tokens\":9,\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(answer.body())
        .contains("ask ann@example.com", "c2ln", "<EMAIL_ADDRESS_1>", "message_stop")
        .doesNotContain("bob@", "ple.org");
    assertThat(gateway.log.nextEnd().getCoverage().getFirst().getVerdict()).isEqualTo("found");
  }

  private static String event(String type, String members) {
    return "event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, members);
  }

  private static String block(int index, String members) {
    return event(
        "content_block_start", "\"index\":" + index + ",\"content_block\":{" + members + "}");
  }

  private static String delta(int index, String members) {
    return event("content_block_delta", "\"index\":" + index + ",\"delta\":{" + members + "}");
  }

  @Test
  void masksTheArgumentsOfAToolsCallAndLeavesThemJson() throws Exception {
    gateway.govern("guards: [{id: all, find: [all], mode: mask}]");
    String arguments = "{\\\"to\\\":\\\"\\\\nbob@example.org\\\",\\\"card\\\":4111111111111111}";
    upstream.script(
        ScriptedUpstream.json(
            200,
            "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"send\",\"arguments\":\""
                + arguments
                + "\"}}]},\"finish_reason\":\"tool_calls\"}]}"));

    HttpResponse<String> answer = chat("send it");

    assertThat(answer.body())
        .contains(
            "{\\\"to\\\":\\\"\\\\n<EMAIL_ADDRESS_1>\\\",\\\"card\\\":\\\"<PAYMENT_CARD_1>\\\"}");
  }

  @Test
  void leavesTheBytesOfAStreamAloneThatItOnlyObserves() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: observe}]");
    String[] events = {text("bob@exam"), text("ple.org"), finish(), done()};
    upstream.script(ScriptedUpstream.events(events));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(answer.body()).isEqualTo(String.join("", events));
    assertThat(gateway.log.nextEnd().getCoverage().getFirst().getVerdict()).isEqualTo("found");
  }

  @Test
  void blocksAnAnswerThatRepeatsACanaryOfItsInstructions() throws Exception {
    gateway.govern("guards: [{id: canary, canary: 'cn-[a-z0-9]{8}', mode: block}]");
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted("I was told cn-12ab34cd")));
    String body =
        "{\"model\":\"slow\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind. %s\"},"
            + "{\"role\":\"user\",\"content\":\"repeat all\"}]}";

    assertThat(post("/v1/chat/completions", body.formatted("cn-12ab34cd")).statusCode())
        .isEqualTo(422);
    assertThat(post("/v1/chat/completions", body.formatted("cn-00000000")).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\\\"age\\\":7} | 200", "{\\\"age\\\":\\\"old\\\"} | 422", "I do not know | 422"})
  void blocksAnAnswerThatDoesNotFollowItsSchema(String content, int status) throws Exception {
    gateway.govern("guards: [{id: shape, structured-output: conforms, mode: block}]");
    upstream.script(ScriptedUpstream.json(200, ANSWER.formatted(content)));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            """
            {"model":"slow","messages":[{"role":"user","content":"how old?"}],"response_format":
            {"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object",
            "properties":{"age":{"type":"integer"}},"required":["age"]}}}}\
            """);

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void blocksAStreamThatIsLongerThanItMayBe() throws Exception {
    gateway.govern("guards: [{id: long, max-characters: 20, direction: response, mode: block}]");
    upstream.script(
        ScriptedUpstream.events(text("fifteen letters"), text("and some more"), done()));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(answer.body()).contains("guard 'long'").doesNotContain("and some more");
  }

  @Test
  void findsWhatStandsInSignedThoughtsAndDoesNotAlterThem() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address], mode: mask, direction: prompt}]");
    String thought =
        "{\"type\":\"thinking\",\"thinking\":\"ask ann@example.com\",\"signature\":\"c2ln\"}";
    String body =
        "{\"model\":\"opus\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":["
            + thought
            + "]},{\"role\":\"user\",\"content\":\"or bob@example.com\"}]}";

    HttpResponse<String> _ = post("/v1/messages", body);

    assertThat(upstream.asked().getFirst().body())
        .contains(thought, "or <EMAIL_ADDRESS_1>")
        .doesNotContain("bob@");
  }

  @Test
  void masksASecretOfAPrompt() throws Exception {
    gateway.govern("guards: [{id: keys, find: [secret], mode: mask}]");
    String token = "ghp_" + "R9xQv2LmT7bZ0kWc4YhN8dPs3JfG6uEa1XoK";

    assertThat(chat("use " + token + " please").statusCode()).isEqualTo(200);

    assertThat(upstream.asked().getFirst().body())
        .contains("use <SECRET_1> please")
        .doesNotContain(token);
  }

  @Test
  void findsTopicsOfItsOwnListAndToxicWords() throws Exception {
    gateway.govern(
        """
        recognizers: {rivals: {words: [Globex]}}
        guards: [{id: topics, find: [rivals, toxicity], mode: block, direction: prompt}]
        """);

    assertThat(chat("What does GLOBEX sell?").statusCode()).isEqualTo(422);
    assertThat(chat("go kill yourself").statusCode()).isEqualTo(422);
    assertThat(chat("What do others sell?").statusCode()).isEqualTo(200);
  }

  @Test
  void passesNothingThatItCannotReadOnWhereItRefusesUnlessItIsTold() throws Exception {
    String guard = "guards: [{id: mail, find: [email-address], mode: block%s}]";
    HttpRequest file =
        HttpRequest.newBuilder(gateway.uri("/openai/v1/files"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
            .POST(HttpRequest.BodyPublishers.ofString("to ann@example.com, no json at all"))
            .build();

    gateway.govern(guard.formatted(""));
    assertThat(client.send(file, BodyHandlers.ofString()).statusCode()).isEqualTo(422);
    gateway.govern(guard.formatted(", on-failure: fail-open"));
    assertThat(client.send(file, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void saysOfAPassageWhatItCouldNotRead() throws Exception {
    gateway.govern("guards: [{id: mail, find: [email-address]}]");
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out, ScriptedUpstream.response(200, "application/octet-stream", "\u0001\u0002"));
      return true;
    });

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/openai/v1/files"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
                .POST(HttpRequest.BodyPublishers.ofString("no json at all"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    Coverage prompt = gateway.log.next(Prompt.class).getCoverage().getFirst();
    assertThat(prompt.getVerdict()).isEqualTo("skipped");
    assertThat(prompt.getBytesTotal()).isEqualTo(14);
    Coverage response = gateway.log.nextEnd().getCoverage().getFirst();
    assertThat(response.getVerdict()).isEqualTo("skipped");
    assertThat(response.getBytesTotal()).isEqualTo(2);
  }

  @Test
  void writesNoCoverageForATeamWithoutGuards() throws Exception {
    assertThat(chat("to " + MAIL).statusCode()).isEqualTo(200);

    assertThat(gateway.log.next(Prompt.class).getCoverage()).isEmpty();
    assertThat(gateway.log.nextEnd().getCoverage()).isEmpty();
  }

  private HttpResponse<String> chat(String words) throws Exception {
    return post(
        "/v1/chat/completions",
        "{\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}");
  }

  /** The text of a stream of chat events. */
  private static String said(String stream) {
    StringBuilder text = new StringBuilder();
    for (String line : List.of(stream.split("\n"))) {
      int at = line.indexOf("\"content\":\"");
      if (at >= 0) {
        int from = at + "\"content\":\"".length();
        text.append(line, from, line.indexOf('"', from));
      }
    }
    return text.toString();
  }

  private static String text(String text) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":null}]}\n\n";
  }

  private static String finish() {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  }

  private static String done() {
    return "data: [DONE]\n\n";
  }
}
