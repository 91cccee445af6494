package dev.weir.proxy;

import static dev.weir.proxy.ChatAnswers.document;
import static dev.weir.proxy.ChatAnswers.done;
import static dev.weir.proxy.ChatAnswers.finish;
import static dev.weir.proxy.ChatAnswers.said;
import static dev.weir.proxy.ChatAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What guards do with streams: values are found where they are split, and what is let through stays
 * as it came.
 */
final class StreamGuardsTest extends GatewayCase {

  StreamGuardsTest() {
    super(ScriptedUpstream.json(200, document("fine")));
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
    assertThat(gateway.log.nextEnd().getCoverage().getFirst().getFound())
        .containsExactly("rivals", "toxicity");
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
}
