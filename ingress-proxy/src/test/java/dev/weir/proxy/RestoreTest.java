package dev.weir.proxy;

import static dev.weir.proxy.ChatAnswers.chunk;
import static dev.weir.proxy.ChatAnswers.document;
import static dev.weir.proxy.ChatAnswers.finish;
import static dev.weir.proxy.ChatAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was masked in a prompt comes back to the caller, and stands in no record. */
final class RestoreTest extends GatewayCase {

  private static final String ANN = "ann.canary@example.com";

  private static final String BOB = "bob.canary@example.com";

  private static final String ONE = "<EMAIL_ADDRESS_1>";

  private static final String TWO = "<EMAIL_ADDRESS_2>";

  private static final String MASK = "guards: [{id: mail, find: [email-address], mode: mask, ";

  private static final String PROMPTS = MASK + "direction: prompt}]";

  RestoreTest() {
    super(ScriptedUpstream.json(200, document("fine")));
  }

  @Test
  void givesTheCallerWhatNeitherTheProviderNorTheLogHas() throws Exception {
    gateway.govern(PROMPTS);
    upstream.script(
        ScriptedUpstream.json(200, document(TWO + " and <email address 1>, again " + TWO + ".")));

    HttpResponse<String> answer = say(ANN + " to " + BOB + " and " + ANN);

    assertThat(answer.body()).isEqualTo(document(BOB + " and " + ANN + ", again " + BOB + "."));
    assertThat(answer.headers().firstValueAsLong("content-length"))
        .hasValue(answer.body().length());
    assertThat(asked()).contains(ONE + " to " + TWO + " and " + ONE).doesNotContain("canary");
    assertThat(recorded()).contains(ONE, TWO).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"ann.canary@example.com\"}]}",
        "/v1/responses | {\"model\":\"slow\",\"input\":\"ann.canary@example.com\"}",
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"ann.canary@example.com\"}]}",
        "/v1beta/models/slow:generateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"ann.canary@example.com\"}]}]}"
      })
  void restoresDocumentsInEveryDialect(String path, String body) throws Exception {
    gateway.govern(PROMPTS);
    upstream.script(ScriptedUpstream.json(200, document("ask " + ONE + " now")));

    HttpResponse<String> answer = post(path, body);

    assertThat(answer.body()).contains("ask " + ANN + " now").doesNotContain("EMAIL_ADDRESS");
    assertThat(recorded()).contains("ask " + ONE + " now").doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"ann.canary@example.com\"}]} | [DONE]",
        "/v1/responses | {\"model\":\"slow\",\"stream\":true,\"input\":\"ann.canary@example.com\"} | response.completed",
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"ann.canary@example.com\"}]} | message_stop",
        "/v1beta/models/slow:streamGenerateContent?alt=sse | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"ann.canary@example.com\"}]}]} | STOP",
        "/v1beta/models/slow:streamGenerateContent | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"ann.canary@example.com\"}]}]} | STOP"
      })
  void restoresStreamsInEveryDialectWhereverTheStandInIsCut(
      String path, String body, String terminator) throws Exception {
    gateway.govern(PROMPTS);
    for (int cut = 1; cut < ONE.length(); cut++) {
      upstream.script(
          ScriptedUpstream.events(
              text("ask " + ONE.substring(0, cut)),
              text(ONE.substring(cut) + " now"),
              finish(),
              "data: [DONE]\n\n"));

      HttpResponse<String> answer = post(path, body);

      assertThat(said(answer.body())).as("cut at %d", cut).contains("ask " + ANN + " now");
      assertThat(answer.body()).contains(terminator);
    }
    assertThat(recorded()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({"/v1/chat/completions,slow", "/v1/messages,opus"})
  void restoresAStreamThatComesByteByByte(String path, String model) throws Exception {
    gateway.govern(PROMPTS);
    String stream =
        model.equals("slow")
            ? text("to <EMAIL") + text("_ADDRESS_1> or " + ONE) + finish() + "data: [DONE]\n\n"
            : anthropic("to <EMAIL", "_ADDRESS_1> or " + ONE);
    upstream.script(
        ScriptedUpstream.events(
            IntStream.range(0, stream.length())
                .mapToObj(i -> stream.substring(i, i + 1))
                .toArray(String[]::new)));

    HttpResponse<String> answer =
        post(
            path,
            "{\"model\":\""
                + model
                + "\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
                + ANN
                + "\"}]}");

    assertThat(said(answer.body())).isEqualTo("to " + ANN + " or " + ANN);
    assertThat(recorded()).contains(ONE).doesNotContain("canary");
  }

  @Test
  void escapesWhatItRestoresInTheArgumentsOfACall() throws Exception {
    gateway.govern(
        """
        recognizers: {people: {regex: 'Ann "Q" Canary'}}
        guards: [{id: names, find: [people], mode: mask, direction: prompt}]
        """);
    upstream.script(
        ScriptedUpstream.events(
            call("{\\\"to\\\":\\\"<PEO"), call("PLE_1>\\\"}"), finish(), "data: [DONE]\n\n"));

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"Ann \\\"Q\\\" Canary\"}]}");

    StringBuilder arguments = new StringBuilder();
    for (JsonNode each : events(answer.body())) {
      arguments.append(each.at("/choices/0/delta/tool_calls/0/function/arguments").asText(""));
    }
    assertThat(Json.tree(arguments.toString()).orElseThrow().get("to").asText())
        .isEqualTo("Ann \"Q\" Canary");
    assertThat(recorded()).doesNotContain("Canary");
  }

  @Test
  void masksEarlierTurnsAgainAsBefore() throws Exception {
    gateway.govern(PROMPTS);
    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            """
            {"model":"slow","messages":[{"role":"user","content":"%1$s, %2$s"},
            {"role":"assistant","content":"to %2$s"},
            {"role":"user","content":"and <EMAIL_ADDRESS_1> %1$s carl@example.com"}]}\
            """
                .formatted(ANN, BOB));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(asked())
        .contains("\"" + ONE + ", " + TWO + "\"", "\"to " + TWO + "\"")
        .contains("\"and <LITERAL_1> " + ONE + " <EMAIL_ADDRESS_3>\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mask: redact | <EMAIL_ADDRESS> | false",
        "mask: partial | \\*\\*\\*\\.\\*+@\\*+e\\.com | false",
        "mask: hash | <EMAIL_ADDRESS:[0-9a-f]{16}> | false",
        "mask: keep | ann\\.canary@example\\.com | true",
        "mask: synthetic | (?!ann\\.canary)[-a-z.0-9]+@example\\.com | true",
        "mask: replace, restore: false | <EMAIL_ADDRESS_1> | false"
      })
  void masksAsTheGuardSays(String how, String form, boolean comesBack) throws Exception {
    gateway.govern(MASK + how + ", direction: prompt}]");
    upstream.script((asked, out) -> {
      String body = asked.body();
      int from = body.indexOf("to ") + 3;
      String echoed = body.substring(from, body.indexOf("\"", from));
      ScriptedUpstream.write(
          out, ScriptedUpstream.response(200, "application/json", document("I wrote " + echoed)));
      return true;
    });

    HttpResponse<String> answer = say("to " + ANN);

    assertThat(asked()).containsPattern("to " + form);
    if (comesBack) {
      assertThat(answer.body()).isEqualTo(document("I wrote " + ANN));
    } else {
      assertThat(answer.body()).doesNotContain("canary").containsPattern("I wrote " + form);
    }
  }

  @Test
  void restoresTheAnswerOfTheAttemptThatSucceeds() throws Exception {
    gateway.govern(PROMPTS);
    AtomicInteger attempts = new AtomicInteger();
    upstream.script((_, out) -> {
      boolean fails = attempts.incrementAndGet() == 1;
      ScriptedUpstream.write(
          out,
          ScriptedUpstream.response(
              fails ? 500 : 200, "application/json", fails ? "{}" : document("ask " + ONE)));
      return true;
    });

    HttpResponse<String> answer =
        post(
            "/v1/chat/completions",
            "{\"model\":\"again\",\"messages\":[{\"role\":\"user\",\"content\":\"" + ANN + "\"}]}");

    assertThat(answer.body()).isEqualTo(document("ask " + ANN));
    assertThat(upstream.asked())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.body()).contains(ONE).doesNotContain("canary"));
  }

  @Test
  void looksAtAnAnswerBeforeItIsRestored() throws Exception {
    gateway.govern(MASK + "}]");
    upstream.script(
        ScriptedUpstream.json(200, document(ONE + " knows carl@example.com and " + ONE)));

    HttpResponse<String> answer = say("to " + ANN);

    assertThat(answer.body()).isEqualTo(document(ANN + " knows " + TWO + " and " + ANN));
    assertThat(recorded()).contains(ONE + " knows " + TWO).doesNotContain("canary", "carl@");
  }

  @Test
  void refusesAPromptWithMoreValuesThanItKeepsAndRecordsNone() throws Exception {
    gateway.govern(
        """
        recognizers: {signs: {regex: '[\\x{4e00}-\\x{9fff}]'}}
        guards: [{id: signs, find: [signs], mode: mask, direction: prompt}]
        """);
    StringBuilder many = new StringBuilder();
    for (char sign = '\u4e00'; sign <= '\u4e00' + 10_000; sign++) {
      many.append(sign);
    }

    HttpResponse<String> answer = say(many.toString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("more values to mask than the 10000");
    assertThat(upstream.asked()).isEmpty();
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(TestKeys.opened(prompt.getContent(), prompt.getEventId()))
        .contains("<SIGNS>")
        .doesNotContainPattern("[\u4e00-\u9fff]");
  }

  private String asked() {
    return upstream.asked().getLast().body();
  }

  /** All prompts and answers of the log, once the last exchange has ended. */
  private String recorded() throws InterruptedException {
    ResponseFrame frame = gateway.log.next(ResponseFrame.class);
    while (frame.getEnd() == null) {
      frame = gateway.log.next(ResponseFrame.class);
    }
    StringBuilder all = new StringBuilder();
    gateway
        .log
        .all(Prompt.class)
        .forEach(it -> all.append(TestKeys.opened(it.getContent(), it.getEventId())));
    gateway
        .log
        .all(ResponseFrame.class)
        .forEach(it -> all.append(TestKeys.opened(it.getContent(), it.getEventId())));
    return all.toString();
  }

  /** The events of a stream, or the elements of an array. */
  private static List<JsonNode> events(String stream) {
    List<JsonNode> events = new ArrayList<>();
    if (stream.stripLeading().startsWith("[")) {
      Json.tree(stream).orElseThrow().forEach(events::add);
      return events;
    }
    stream
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .forEach(line -> events.add(Json.tree(line.substring(6)).orElseThrow()));
    return events;
  }

  /** The pieces of text of a stream of any dialect. */
  private static String said(String stream) {
    StringBuilder text = new StringBuilder();
    for (JsonNode each : events(stream)) {
      JsonNode delta = each.path("delta");
      text.append(each.at("/choices/0/delta/content").asText(""))
          .append(delta.isTextual() ? delta.asText() : delta.path("text").asText(""))
          .append(each.at("/candidates/0/content/parts/0/text").asText(""));
    }
    return text.toString();
  }

  private static String call(String arguments) {
    return chunk(
        "{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"send\","
            + "\"arguments\":\""
            + arguments
            + "\"}}]}",
        "null");
  }

  private static String anthropic(String first, String second) {
    String delta = "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}";
    return event(
            "message_start",
            "\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                + "\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}")
        + event(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
        + event("content_block_delta", delta.formatted(first))
        + event("content_block_delta", delta.formatted(second))
        + event("content_block_stop", "\"index\":0")
        + event(
            "message_delta",
            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                + "\"usage\":{\"output_tokens\":5}")
        + event("message_stop", "\"n\":0");
  }

  private static String event(String type, String members) {
    return "event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, members);
  }
}
