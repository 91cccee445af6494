package dev.weir.dialects.masking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.sse.SseReader;
import dev.weir.dialects.text.TextStream;
import dev.weir.governance.masking.JsonEscapes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswerStreamsTest {

  private static final String VALUE = "ann@x.org";
  private static final String MASKED = "<EMAIL_ADDRESS_1>";
  private static final String TEXT =
      "\ud83d\ude00 <b>" + MASKED + "</b>, " + MASKED + MASKED + " a < b <EMAIL";
  private static final String ARGUMENTS =
      "{\"to\":\"" + MASKED + "\",\"cc\":[\"\\u003cEMAIL_ADDRESS_1\\u003E\"]}";

  @Test
  void restoresChatHoweverItIsCut() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      var stream = new StringBuilder(": hello\n\n");
      for (String piece : cut(TEXT, random)) {
        stream.append(chat("{\"content\":" + quoted(piece) + "}", "null"));
      }
      for (String piece : cut(ARGUMENTS, random)) {
        stream.append(
            chat(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                    + quoted(piece)
                    + "}}]}",
                "null"));
      }
      stream.append(chat("{}", "\"tool_calls\"")).append("data: [DONE]\n\n");
      var text = new StringBuilder();
      var arguments = new StringBuilder();
      boolean ended = false;
      for (JsonNode event : restored(DialectName.OPENAI_CHAT, stream.toString(), random)) {
        JsonNode delta = event.at("/choices/0/delta");
        assertThat(ended).isFalse();
        text.append(delta.path("content").asText(""));
        arguments.append(delta.at("/tool_calls/0/function/arguments").asText(""));
        ended = !event.at("/choices/0/finish_reason").isNull();
      }
      check(seed, text, arguments);
    }
  }

  private static String chat(String delta, String finish) {
    return "data: {\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  @Test
  void restoresAnthropicHoweverItIsCut() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      var stream = new StringBuilder();
      stream.append(
          event(
              "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\""
                  + MASKED
                  + "\"}}"));
      for (String piece : cut(TEXT, random)) {
        stream.append(block(1, "text_delta", "text", piece));
      }
      stream.append(event("{\"type\":\"content_block_stop\",\"index\":1}"));
      for (String piece : cut(ARGUMENTS, random)) {
        stream.append(block(2, "input_json_delta", "partial_json", piece));
      }
      stream.append(event("{\"type\":\"content_block_stop\",\"index\":2}"));
      var text = new StringBuilder();
      var arguments = new StringBuilder();
      boolean stopped = false;
      for (JsonNode event : restored(DialectName.ANTHROPIC, stream.toString(), random)) {
        if (event.path("index").asInt() == 1) {
          assertThat(stopped).isFalse();
          stopped = event.path("type").asText().equals("content_block_stop");
        }
        assertThat(event.at("/delta/thinking").asText(MASKED)).isIn(MASKED, "");
        text.append(event.at("/delta/text").asText(""));
        arguments.append(event.at("/delta/partial_json").asText(""));
      }
      check(seed, text, arguments);
    }
  }

  private static String block(int index, String type, String name, String piece) {
    return event(
        "{\"type\":\"content_block_delta\",\"index\":"
            + index
            + ",\"delta\":{\"type\":\""
            + type
            + "\",\""
            + name
            + "\":"
            + quoted(piece)
            + "}}");
  }

  private static String event(String data) {
    String type = Json.tree(data).orElseThrow().path("type").asText();
    return "event: " + type + "\ndata: " + data + "\n\n";
  }

  @Test
  void restoresResponsesHoweverTheyAreCutAndNumbersEventsOnward() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      var stream = new StringBuilder();
      int number = 0;
      for (String piece : cut(TEXT, random)) {
        stream.append(delta("response.output_text", piece, number++));
      }
      stream.append(
          event(
              "{\"type\":\"response.output_text.done\",\"item_id\":\"i\",\"text\":"
                  + quoted(TEXT)
                  + ",\"sequence_number\":"
                  + number++
                  + "}"));
      for (String piece : cut(ARGUMENTS, random)) {
        stream.append(delta("response.function_call_arguments", piece, number++));
      }
      stream.append(
          event(
              "{\"type\":\"response.function_call_arguments.done\",\"item_id\":\"i\",\"arguments\":"
                  + quoted(ARGUMENTS)
                  + ",\"sequence_number\":"
                  + number++
                  + "}"));
      stream.append(
          event(
              "{\"type\":\"response.completed\",\"response\":{\"output\":[{\"type\":\"message\",\"content\":[{\"text\":"
                  + quoted(TEXT)
                  + "}]}]},\"sequence_number\":"
                  + number
                  + "}"));
      var text = new StringBuilder();
      var arguments = new StringBuilder();
      int expected = 0;
      String full = TEXT.replace(MASKED, VALUE);
      for (JsonNode event : restored(DialectName.OPENAI_RESPONSES, stream.toString(), random)) {
        assertThat(event.path("sequence_number").asInt()).isEqualTo(expected++);
        switch (event.path("type").asText()) {
          case "response.output_text.delta" -> text.append(event.path("delta").asText());
          case "response.output_text.done" ->
              assertThat(event.path("text").asText()).isEqualTo(full);
          case "response.function_call_arguments.delta" ->
              arguments.append(event.path("delta").asText());
          case "response.completed" ->
              assertThat(event.at("/response/output/0/content/0/text").asText()).isEqualTo(full);
          default -> assertThat(event.path("arguments").asText()).contains(VALUE);
        }
      }
      check(seed, text, arguments);
    }
  }

  private static String delta(String type, String piece, int number) {
    return event(
        "{\"type\":\""
            + type
            + ".delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":"
            + quoted(piece)
            + ",\"sequence_number\":"
            + number
            + "}");
  }

  @Test
  void restoresGeminiAsEventsAndAsAnArray() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new SplittableRandom(seed);
      List<String> chunks = new ArrayList<>();
      for (String piece : cut(TEXT, random)) {
        chunks.add(
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":"
                + quoted(piece)
                + "}],\"role\":\"model\"},\"index\":0}]}");
      }
      chunks.add(
          "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"t\",\"args\":"
              + ARGUMENTS
              + "}}]},\"finishReason\":\"STOP\",\"index\":0}]}");
      var restoring = restoring(DialectName.GEMINI);
      List<JsonNode> answers = new ArrayList<>();
      if (random.nextBoolean()) {
        String array = "[" + String.join("\n,\r\n", chunks) + "\n]\n";
        String whole = pass(restoring.stream(StreamFormat.JSON_ARRAY), array, random);
        Json.tree(whole).orElseThrow().forEach(answers::add);
      } else {
        var stream = new StringBuilder();
        chunks.forEach(chunk -> stream.append("data: ").append(chunk).append("\r\n\r\n"));
        answers.addAll(
            events(pass(restoring.stream(StreamFormat.EVENTS), stream.toString(), random)));
      }
      var text = new StringBuilder();
      var arguments = new StringBuilder();
      for (JsonNode answer : answers) {
        JsonNode part = answer.at("/candidates/0/content/parts/0");
        assertThat(arguments.isEmpty()).isTrue();
        text.append(part.path("text").asText(""));
        arguments.append(part.has("functionCall") ? part.at("/functionCall/args").toString() : "");
      }
      check(seed, text, arguments);
    }
  }

  @Test
  void passesBytesThatHoldNoPlaceholder() {
    String stream =
        ": c\r\n\r\nid: 1\nretry: 5\ndata: {\"choices\" : [{\"index\":0,\"delta\":{\"content\":\"caf\\u00e9 a < b\"}}]}\n\ndata:not json\n\ndata: [DONE]";

    assertThat(
            pass(
                restoring(DialectName.OPENAI_CHAT).stream(StreamFormat.EVENTS),
                stream,
                new SplittableRandom(1)))
        .isEqualTo(stream);
  }

  @Test
  void givesWhatItHeldWhenAStreamBreaksOff() {
    String stream = chat("{\"content\":\"a <EMAIL\"}", "null");
    String restored =
        pass(
            restoring(DialectName.OPENAI_CHAT).stream(StreamFormat.EVENTS),
            stream,
            new SplittableRandom(1));

    assertThat(events(restored))
        .extracting(it -> it.at("/choices/0/delta/content").asText())
        .containsExactly("a ", "<EMAIL");
  }

  private static void check(long seed, StringBuilder text, StringBuilder arguments) {
    assertThat(text.toString()).describedAs("seed %d", seed).isEqualTo(TEXT.replace(MASKED, VALUE));
    assertThat(Json.tree(arguments.toString()).orElseThrow())
        .describedAs("seed %d", seed)
        .isEqualTo(
            Json.tree("{\"to\":\"" + VALUE + "\",\"cc\":[\"" + VALUE + "\"]}").orElseThrow());
  }

  private static AnswerRestoring restoring(DialectName dialect) {
    String request =
        switch (dialect) {
          case GEMINI -> "{\"contents\":[{\"parts\":[{\"text\":\"ann@x.org\"}]}]}";
          case OPENAI_RESPONSES -> "{\"input\":\"ann@x.org\"}";
          case OPENAI_CHAT, ANTHROPIC, BEDROCK -> "{\"messages\":[{\"content\":\"ann@x.org\"}]}";
        };
    return Emails.changed(dialect, request).restoring();
  }

  private static List<JsonNode> restored(
      DialectName dialect, String stream, SplittableRandom random) {
    return events(pass(restoring(dialect).stream(StreamFormat.EVENTS), stream, random));
  }

  private static String pass(TextStream stream, String text, SplittableRandom random) {
    byte[] bytes = text.getBytes(UTF_8);
    var out = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; ) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(200));
      append(stream.accept(ByteBuffer.wrap(bytes, at, to - at)), out);
      at = to;
    }
    append(stream.finish(), out);
    return out.toString(UTF_8);
  }

  private static void append(ByteBuffer bytes, ByteArrayOutputStream out) {
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  private static List<JsonNode> events(String stream) {
    List<JsonNode> events = new ArrayList<>();
    var reader = new SseReader();
    byte[] bytes = stream.getBytes(UTF_8);
    SseReader.Sink sink = (data, from, to) -> Json.tree(data, from, to).ifPresent(events::add);
    reader.accept(bytes, 0, bytes.length, sink);
    reader.end(sink);
    return events;
  }

  private static List<String> cut(String text, SplittableRandom random) {
    List<String> pieces = new ArrayList<>();
    int longest = 1 + random.nextInt(20);
    for (int at = 0; at < text.length(); ) {
      int to = Math.min(text.length(), at + 1 + random.nextInt(longest));
      pieces.add(text.substring(at, to));
      at = to;
    }
    return pieces;
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    JsonEscapes.append(text, out);
    return out.append('"').toString();
  }
}
