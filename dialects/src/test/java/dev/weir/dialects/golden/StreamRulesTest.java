package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.all;
import static dev.weir.dialects.golden.Translation.gathered;
import static dev.weir.dialects.golden.Translation.json;
import static dev.weir.dialects.golden.Translation.stream;
import static dev.weir.dialects.golden.Translation.streamed;
import static dev.weir.dialects.golden.Translation.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.openai.ChatStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stream of one dialect is in another: one test for each rule that is easy to get wrong. */
final class StreamRulesTest {

  private static String chat(String delta) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
  }

  private static String chatEnd(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }

  private static String claudeEnd(String reason) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"},\"usage\":{\"output_tokens\":2}}"
        .formatted(reason);
  }

  private static final String CLAUDE_START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}";

  private static String geminiEnd(String parts) {
    return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "]},\"finishReason\":\"STOP\"}]}";
  }

  @Test
  void countsCallsFromZeroWhateverBlocksStandBeforeThem() {
    List<JsonNode> chunks =
        streamed(
            ANTHROPIC,
            OPENAI_CHAT,
            CLAUDE_START,
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"hi\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"u\",\"name\":\"g\",\"input\":{}}}",
            "{\"type\":\"content_block_stop\",\"index\":2}",
            claudeEnd("tool_use"));

    assertThat(texts(chunks, "/choices/0/delta/tool_calls/0/index"))
        .containsExactly("0", "0", "1", "1");
  }

  @Test
  void countsCallsFromZeroAlsoWhereTheServerCountsFromOne() {
    List<JsonNode> chunks =
        streamed(
            OPENAI_CHAT,
            OPENAI_CHAT,
            chat(
                "{\"tool_calls\":[{\"index\":1,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}"),
            chat("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"}\"}}]}"),
            chatEnd("tool_calls"));

    assertThat(texts(chunks, "/choices/0/delta/tool_calls/0/index")).containsExactly("0", "0", "0");
  }

  @Test
  void tellsTheTextOfAChunkBeforeItsCalls() {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            ANTHROPIC,
            chat(
                "{\"content\":\"hi\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
            chatEnd("tool_calls"));

    assertThat(texts(events, "/content_block/type")).containsExactly("text", "tool_use");
    assertThat(texts(events, "/delta/text")).containsExactly("hi");
    assertThat(texts(events, "/delta/partial_json")).containsExactly("{}");
  }

  @Test
  void opensNoBlockForTheEmptyContentBesideACall() {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            ANTHROPIC,
            chat(
                "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"),
            chatEnd("tool_calls"));

    assertThat(texts(events, "/content_block/type")).containsExactly("tool_use");
  }

  @Test
  void givesACallWithoutAnyArgumentsAnEmptyObject() {
    String[] stream = {
      CLAUDE_START,
      "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}",
      "{\"type\":\"content_block_stop\",\"index\":0}",
      claudeEnd("tool_use")
    };

    assertThat(
            String.join(
                "",
                texts(
                    streamed(ANTHROPIC, OPENAI_CHAT, stream),
                    "/choices/0/delta/tool_calls/0/function/arguments")))
        .isEqualTo("{}");
    assertThat(texts(streamed(ANTHROPIC, OPENAI_RESPONSES, stream), "/item/arguments").getLast())
        .isEqualTo("{}");
    assertThat(gathered(ANTHROPIC, GEMINI, stream).at("/candidates/0/content/parts/0/functionCall"))
        .isEqualTo(json("{\"id\":\"t\",\"name\":\"f\",\"args\":{}}"));
  }

  /**
   * Whoever puts names back in place of such a word joins the deltas; no piece of it may be lost.
   */
  @ParameterizedTest
  @EnumSource
  void leavesAWordWholeThatIsSplitBetweenDeltasOfTextAndOfArguments(DialectName dialect) {
    String text = "Dear <PERSON_1> \u00e9, and all the others";
    String arguments = "{\"to\":\"<PERSON_1>\\u00e9\\\"\",\"b\":[1]}";
    for (int at = 1; at < Math.min(text.length(), arguments.length()); at++) {
      List<AnswerEvent> events =
          List.of(
              new AnswerEvent.Started("a", "m", 0),
              new AnswerEvent.TextDelta(0, text.substring(0, at)),
              new AnswerEvent.TextDelta(0, text.substring(at)),
              new AnswerEvent.ToolCallStarted(0, 0, "t", "mail", Optional.empty()),
              new AnswerEvent.ToolCallDelta(0, 0, arguments.substring(0, at)),
              new AnswerEvent.ToolCallDelta(0, 0, arguments.substring(at)),
              new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_use"));

      List<AnswerEvent> read = writtenAndRead(Dialects.of(dialect), events);

      assertThat(joined(read, AnswerEvent.TextDelta.class, AnswerEvent.TextDelta::text))
          .as("split at %d", at)
          .isEqualTo(text);
      assertThat(
              json(joined(read, AnswerEvent.ToolCallDelta.class, AnswerEvent.ToolCallDelta::json)))
          .as("split at %d", at)
          .isEqualTo(json(arguments));
    }
  }

  private static List<AnswerEvent> writtenAndRead(Dialect dialect, List<AnswerEvent> events) {
    var writer = dialect.streamWriter(new AnswerContext("r1", "m", true, 0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    events.forEach(event -> out.writeBytes(writer.write(event)));
    out.writeBytes(writer.end());
    return Pieces.read(dialect, out.toByteArray());
  }

  private static <E extends AnswerEvent> String joined(
      List<AnswerEvent> events, Class<E> type, Function<E, String> text) {
    return events.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .map(text)
        .collect(Collectors.joining());
  }

  @Test
  void passesArgumentsThatTheLengthCutOffAsTheyCameWhereTheyAreText() {
    String[] stream = {
      chat(
          "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"q\\\":\"}}]}"),
      chatEnd("length")
    };

    List<JsonNode> events = streamed(OPENAI_CHAT, ANTHROPIC, stream);
    assertThat(texts(events, "/delta/partial_json")).containsExactly("{\"q\":");
    assertThat(texts(events, "/delta/stop_reason")).containsExactly("max_tokens");
    JsonNode gemini = gathered(OPENAI_CHAT, GEMINI, stream);
    assertThat(gemini.at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
    assertThat(gemini.at("/candidates/0/content/parts/0/functionCall/args")).isEqualTo(json("{}"));
  }

  @Test
  void passesObfuscationToACallerOfTheSameDialect() {
    byte[] stream =
        stream(
            OPENAI_CHAT,
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}],\"obfuscation\":\"padding\"}",
            "[DONE]");
    ChatStream watched = new ChatStream(false);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    ByteBuffer bytes = watched.accept(stream, 0, stream.length);
    passed.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());

    assertThat(passed.toByteArray()).isEqualTo(stream);
  }

  @Test
  void readsEventsOfEveryFraming() {
    String plain = chat("{\"content\":\"hé 😀\"}");
    String odd =
        ": a comment\r\n\r\nevent: ping\rdata:\r\r"
            + ("data:" + plain + "\r\nid: 7\r\nretry: 1\r\n\r\n")
            + ("event: x\ndata: " + chatEnd("stop") + "\n\ndata: [DONE]\n\n");
    List<AnswerEvent> expected =
        Pieces.read(Dialects.of(OPENAI_CHAT), stream(OPENAI_CHAT, plain, chatEnd("stop")));

    for (long seed = 0; seed < 50; seed++) {
      assertThat(Pieces.read(Dialects.of(OPENAI_CHAT), odd.getBytes(UTF_8), seed))
          .isEqualTo(expected);
    }
  }

  @Test
  void takesAStreamForWholeThatLacksOnlyItsLastLinesAndForTruncatedWithoutItsEnd() {
    String whole = "data: " + chat("{\"content\":\"x\"}") + "\n\ndata: " + chatEnd("stop");
    String cut = "data: " + chat("{\"content\":\"x\"}") + "\n\n";

    assertThat(Pieces.read(Dialects.of(OPENAI_CHAT), whole))
        .noneMatch(AnswerEvent.Failed.class::isInstance);
    assertThat(Pieces.read(Dialects.of(OPENAI_CHAT), cut).getLast())
        .isInstanceOfSatisfying(
            AnswerEvent.Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @ParameterizedTest
  @EnumSource
  void takesTheEndOfTheBytesWithoutAnEndOfTheAnswerForTruncated(DialectName dialect) {
    assertThat(Pieces.read(Dialects.of(dialect), new byte[0]).getLast())
        .isInstanceOfSatisfying(
            AnswerEvent.Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void endsWithTheErrorThatCameAfterStatus200InTheCallersWords() {
    String error = "{\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"code\":null}}";
    String text = chat("{\"content\":\"x\"}");

    JsonNode claude = streamed(OPENAI_CHAT, ANTHROPIC, text, error).getLast();
    assertThat(claude.path("type").asText()).isEqualTo("error");
    assertThat(claude.at("/error/type").asText()).isEqualTo("api_error");
    JsonNode gemini = streamed(OPENAI_CHAT, GEMINI, text, error).getLast();
    assertThat(gemini.at("/error/status").asText()).isEqualTo("INTERNAL");
    List<JsonNode> responses = streamed(OPENAI_CHAT, OPENAI_RESPONSES, text, error);
    assertThat(responses.getLast().path("type").asText()).isEqualTo("response.failed");
  }

  @Test
  void endsWithTheErrorOfClaudeThatCameAfterStatus200() {
    List<JsonNode> chunks =
        streamed(
            ANTHROPIC,
            OPENAI_CHAT,
            CLAUDE_START,
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}");

    assertThat(chunks.getLast().at("/error/message").asText()).isEqualTo("busy");
    assertThat(all(chunks, "/choices/0/finish_reason")).allMatch(JsonNode::isNull);
  }

  @Test
  void takesGeminisStopForToolCallsWhereItCalledTools() {
    List<JsonNode> chunks =
        streamed(GEMINI, OPENAI_CHAT, geminiEnd("{\"functionCall\":{\"name\":\"f\",\"args\":{}}}"));

    assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void takesABlockedPromptForAContentFilterThoughNothingWasSaid() {
    JsonNode answer =
        gathered(
            GEMINI,
            OPENAI_CHAT,
            "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":4}}");

    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, stop",
    "stop_sequence, stop",
    "tool_use, tool_calls",
    "max_tokens, length",
    "refusal, content_filter",
    "pause_turn, stop",
    "model_context_window_exceeded, length"
  })
  void findsTheNearestReasonOfChatForEachOfClaudes(String claude, String chat) {
    assertThat(
            streamed(ANTHROPIC, OPENAI_CHAT, CLAUDE_START, claudeEnd(claude)).stream()
                .map(it -> it.at("/choices/0/finish_reason").asText(""))
                .filter(it -> !it.isEmpty() && !it.equals("null")))
        .containsExactly(chat);
  }

  @Test
  void keepsTheStopSequenceWhereTheDialectHasAPlaceForIt() {
    String end =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"},\"usage\":{\"output_tokens\":2}}";

    assertThat(gathered(ANTHROPIC, ANTHROPIC, CLAUDE_START, end).path("stop_sequence").asText())
        .isEqualTo("END");
    assertThat(gathered(ANTHROPIC, OPENAI_CHAT, CLAUDE_START, end).toString())
        .contains("\"finish_reason\":\"stop\"")
        .doesNotContain("END");
  }

  @ParameterizedTest
  @CsvSource({"reasoning_content", "reasoning"})
  void showsThoughtsUnderWhateverNameTheServerHasThem(String name) {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            ANTHROPIC,
            chat("{\"" + name + "\":\"hm\"}"),
            chat("{\"content\":\"x\"}"),
            chatEnd("stop"));

    assertThat(texts(events, "/content_block/type")).containsExactly("thinking", "text");
    assertThat(texts(events, "/delta/thinking")).containsExactly("hm");
  }

  @Test
  void readsReasoningDetailsWithTheirProof() {
    List<JsonNode> events =
        streamed(
            OPENAI_CHAT,
            ANTHROPIC,
            chat(
                "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\",\"format\":\"anthropic-claude-v1\"}]}"),
            chatEnd("stop"));

    assertThat(texts(events, "/delta/thinking")).containsExactly("hm");
    assertThat(texts(events, "/delta/signature")).containsExactly("s");
  }

  @Test
  void tellsTheUsageThatComesAfterBedrocksEnd() {
    List<JsonNode> chunks =
        streamed(
            BEDROCK,
            OPENAI_CHAT,
            "{\"messageStart\":{\"role\":\"assistant\"}}",
            "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\"x\"}}}",
            "{\"messageStop\":{\"stopReason\":\"end_turn\"}}",
            "{\"metadata\":{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}}}");

    assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void endsWithTheExceptionFrameOfBedrock() {
    List<JsonNode> chunks =
        streamed(
            BEDROCK,
            OPENAI_CHAT,
            "{\"messageStart\":{\"role\":\"assistant\"}}",
            "{\"throttlingException\":{\"message\":\"slow\"}}");

    assertThat(chunks.getLast().at("/error/message").asText()).isEqualTo("slow");
  }

  @Test
  void takesAFrameWithABrokenChecksumForTheEnd() {
    byte[] stream = stream(BEDROCK, "{\"messageStop\":{\"stopReason\":\"end_turn\"}}");
    stream[stream.length - 1] ^= 1;

    assertThat(Pieces.read(Dialects.of(BEDROCK), stream))
        .singleElement()
        .isInstanceOfSatisfying(
            AnswerEvent.Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void namesTheModelThatServedAndNotTheOneThatWasAsked() {
    List<JsonNode> events =
        streamed(OPENAI_CHAT, ANTHROPIC, chat("{\"content\":\"x\"}"), chatEnd("stop"));

    assertThat(texts(events, "/message/model")).containsExactly("m");
  }
}
