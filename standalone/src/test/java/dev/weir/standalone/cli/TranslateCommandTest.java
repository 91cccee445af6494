package dev.weir.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see who translate other people's files. */
class TranslateCommandTest {

  private static final String BEDROCK_LINES =
      """
      {"messageStart":{"role":"assistant"}}
      {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"hi"}}}
      {"contentBlockStop":{"contentBlockIndex":0}}
      {"messageStop":{"stopReason":"end_turn"}}
      {"metadata":{"usage":{"inputTokens":3,"outputTokens":1,"totalTokens":4}}}
      """;

  private static final String BEDROCK_PAYLOADS =
      """
      {"role":"assistant"}
      {"contentBlockIndex":0,"delta":{"text":"hi"}}
      {"contentBlockIndex":0}
      {"stopReason":"end_turn"}
      {"usage":{"inputTokens":3,"outputTokens":1,"totalTokens":4},"metrics":{"latencyMs":1}}
      """;

  private static final String CHAT_LINES =
      """
      {"id":"c","model":"m","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"hi"}}]}
      {"id":"c","model":"m","created":1,"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
      {"id":"c","model":"m","created":1,"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
      """;

  private record Ran(int exitCode, String out, String err) {}

  private static Ran weir(String input, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    StringWriter told = new StringWriter();
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    System.setOut(new PrintStream(written, true, UTF_8));
    try {
      int exitCode =
          Main.run(
              new PrintWriter(new StringWriter(), true), new PrintWriter(told, true), arguments);
      return new Ran(exitCode, written.toString(UTF_8), told.toString());
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
  }

  @Test
  void translatesARequestAndTellsWhatStandsBesideTheBody() {
    Ran ran =
        weir(
            "{\"model\":\"m\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            "translate",
            "--from=openai-chat",
            "--to=anthropic");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("\"max_tokens\":").doesNotContain("seed");
    assertThat(ran.err()).contains("path: /messages", "dropped: seed");
  }

  @Test
  void asksForTheModelThatTheBodyNames() {
    Ran ran =
        weir(
            "{\"model\":\"claude-opus-4-6\",\"reasoning_effort\":\"high\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            "translate",
            "--from=openai-chat",
            "--to=anthropic");

    assertThat(ran.out()).contains("\"model\":\"claude-opus-4-6\"", "\"effort\":\"high\"");
  }

  @Test
  void takesTheModelOfAPathFromTheBodyWhereTheFileHasItThere() {
    Ran gemini =
        weir(
            "{\"model\":\"gemini-2.5-pro\",\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}",
            "translate",
            "--from=gemini",
            "--to=openai-chat");
    Ran bedrock =
        weir(
            "{\"modelId\":\"amazon.nova-pro-v1:0\","
                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]}",
            "translate",
            "--from=bedrock",
            "--to=openai-chat");

    assertThat(gemini.out()).contains("\"model\":\"gemini-2.5-pro\"");
    assertThat(bedrock.out()).contains("\"model\":\"amazon.nova-pro-v1:0\"");
    assertThat(bedrock.err()).doesNotContain("dropped");
  }

  @Test
  void namesTheModelAsTheOptionSays() {
    Ran ran =
        weir(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
            "translate",
            "--from=openai-chat",
            "--to=gemini",
            "--model=gemini-2.5-pro",
            "--streaming");

    assertThat(ran.err()).contains("path: /models/gemini-2.5-pro:generateContent");
  }

  @ParameterizedTest
  @ValueSource(strings = {BEDROCK_LINES, BEDROCK_PAYLOADS})
  void readsAStreamOfBedrockAsLines(String lines) {
    Ran ran = weir(lines, "translate", "--from=bedrock", "--to=openai-chat", "--stream");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains("\"content\":\"hi\"", "\"finish_reason\":\"stop\"", "\"total_tokens\":4")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void readsAStreamOfEventsAsLines() {
    Ran ran = weir(CHAT_LINES, "translate", "--from=openai-chat", "--to=anthropic", "--stream");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains("\"text\":\"hi\"", "\"stop_reason\":\"end_turn\"", "event: message_stop");
  }

  @Test
  void writesAStreamOfBedrockAsLines() {
    Ran ran =
        weir(CHAT_LINES, "translate", "--from=openai-chat", "--to=bedrock", "--stream", "--lines");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines().toList())
        .startsWith(
            "{\"messageStart\":{\"role\":\"assistant\"}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\"hi\"}}}")
        .contains("{\"messageStop\":{\"stopReason\":\"end_turn\"}}");
  }

  @Test
  void takesOneChunkForAStream() {
    Ran ran =
        weir(
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hi\"}]},"
                + "\"finishReason\":\"STOP\",\"index\":0}]}",
            "translate",
            "--from=gemini",
            "--to=openai-chat",
            "--stream");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("\"content\":\"hi\"").endsWith("data: [DONE]\n\n");
  }
}
