package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each value of a valid input in turn replaced by one of another type. */
final class WrongTypesTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  private final AnthropicDialect dialect = new AnthropicDialect();

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "-1.5e99999", "\"x\"", "[]", "[7]", "{}", "{\"type\":[]}"})
  void requestsAreReadOrNamedWrong(String wrong) {
    for (JsonNode altered : altered(tree(AnthropicRequestsTest.FULL), tree(wrong))) {
      Reading reading = dialect.read(Json.bytes(altered), CallAddress.SAYS_NOTHING);

      if (reading instanceof Reading.Read(CanonicalRequest request)) {
        assertThat(dialect.write(request, new Losses()).body()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "-1.5e99999", "\"x\"", "[]", "[7]", "{}", "{\"type\":[]}"})
  void documentsAreReadOrFail(String wrong) {
    for (JsonNode altered : altered(tree(AnthropicDocumentsTest.FULL), tree(wrong))) {
      List<AnswerEvent> events = dialect.readDocument(Json.bytes(altered));

      assertThat(events).isNotEmpty();
      assertThat(dialect.writeDocument(events, CONTEXT)).isNotEmpty();
      assertThat(dialect.readError(400, Json.bytes(altered)).message()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "-1.5e99999", "\"x\"", "[]", "[7]", "{}", "{\"type\":[]}"})
  void streamsAreReadOrFail(String wrong) {
    List<JsonNode> events =
        AnthropicStreamsTest.ALL
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> tree(line.substring("data:".length())))
            .toList();
    for (int i = 0; i < events.size(); i++) {
      for (JsonNode altered : altered(events.get(i), tree(wrong))) {
        List<JsonNode> stream = new ArrayList<>(events);
        stream.set(i, altered);
        List<AnswerEvent> read =
            Pieces.read(
                dialect,
                stream.stream().map(it -> "data: " + it + "\n\n").collect(Collectors.joining()));

        BlockOrder.check(Pieces.write(dialect, read, CONTEXT));
      }
    }
  }

  @Test
  void bodiesThatAreNoJsonAreReadOrFail() {
    for (String body : List.of("", " ", "<html>", "\u0000", "nul", "\"", "1e999999999", "[[[[")) {
      byte[] bytes = body.getBytes(UTF_8);

      assertThat(dialect.read(bytes, CallAddress.SAYS_NOTHING)).isInstanceOf(Reading.Wrong.class);
      assertThat(dialect.readDocument(bytes)).hasSize(1);
      assertThat(Pieces.read(dialect, bytes)).hasSize(1);
      assertThat(dialect.readError(500, bytes).message()).isNotEmpty();
    }
  }

  private static JsonNode tree(String text) {
    return Json.tree(text).orElseThrow();
  }

  /** The value with each of its values replaced in turn. */
  private static List<JsonNode> altered(JsonNode value, JsonNode wrong) {
    List<JsonNode> all = new ArrayList<>();
    all.add(wrong);
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(each -> {
            for (JsonNode inside : altered(each.getValue(), wrong)) {
              ObjectNode copy = object.deepCopy();
              copy.set(each.getKey(), inside);
              all.add(copy);
            }
          });
    }
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        for (JsonNode inside : altered(array.get(i), wrong)) {
          ArrayNode copy = array.deepCopy();
          copy.set(i, inside);
          all.add(copy);
        }
      }
    }
    return all;
  }
}
