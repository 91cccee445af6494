package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.passed;
import static dev.weir.dialects.golden.Translation.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools of Responses that stand in a namespace, as coding agents send those of their servers. */
final class NamespacesTest {

  private static final String TOOLS =
      """
      [{"type":"function","name":"search","parameters":{"type":"object","properties":{}}},
       {"type":"namespace","name":"mail","description":"Letters","tools":[
         {"type":"function","name":"search","description":"Finds letters",
          "parameters":{"type":"object","properties":{"q":{"type":"string"}}}},
         {"type":"custom","name":"draft"}]}]
      """;

  private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";

  private static final String HISTORY =
      """
      [{"role":"user","content":"find it"},
       {"type":"function_call","call_id":"c1","namespace":"mail","name":"search","arguments":"{\\"q\\":\\"x\\"}"},
       {"type":"function_call_output","call_id":"c1","output":"none"}]
      """;

  private static String body(String tools, String input, String more) {
    return "{\"model\":\"m\",\"tools\":" + tools + ",\"input\":" + input + more + "}";
  }

  /** The names of the functions that a provider of that dialect gets. */
  private static List<String> names(DialectName to, JsonNode body) {
    return switch (to) {
      case ANTHROPIC -> body.path("tools").findValuesAsText("name");
      case GEMINI -> body.at("/tools/0/functionDeclarations").findValuesAsText("name");
      case BEDROCK -> body.at("/toolConfig/tools").findValuesAsText("name");
      default -> body.path("tools").findValuesAsText("name");
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void asksForEachToolOfANamespaceByANameOfItsOwn(DialectName to) {
    Translation.Written written =
        request(OPENAI_RESPONSES, to, "m", body(TOOLS, HISTORY, ",\"tool_choice\":\"auto\""));

    List<String> names = names(to, written.body());
    assertThat(names).hasSize(3).doesNotHaveDuplicates().contains("search");
    assertThat(names.get(1)).startsWith("mail_search");
    assertThat(written.body().toString().split(names.get(1), -1).length)
        .as("the tool and its call")
        .isGreaterThanOrEqualTo(3);
    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).contains("tools[1].description");
  }

  @Test
  void tellsTheNamespaceOfACall() {
    Translation.Written written =
        request(OPENAI_RESPONSES, ANTHROPIC, "m", body(TOOLS, "\"hi\"", ""));
    String name = written.at("/tools/1/name").asText();
    String draft = written.at("/tools/2/name").asText();

    JsonNode output =
        passed(
                ANTHROPIC,
                OPENAI_RESPONSES,
                written.names(),
                "r1",
                """
                {"id":"a","model":"m","stop_reason":"tool_use","content":[
                  {"type":"tool_use","id":"t1","name":"NAME","input":{"q":"x"}},
                  {"type":"tool_use","id":"t2","name":"search","input":{}},
                  {"type":"tool_use","id":"t3","name":"DRAFT","input":{"input":"Dear"}}]}
                """
                    .replace("NAME", name)
                    .replace("DRAFT", draft))
            .document()
            .path("output");

    assertThat(output.findValuesAsText("name")).containsExactly("search", "search", "draft");
    assertThat(output.path(0).path("namespace").asText()).isEqualTo("mail");
    assertThat(output.path(1).has("namespace")).isFalse();
    assertThat(output.path(2).path("namespace").asText()).isEqualTo("mail");
    assertThat(output.path(2).path("input").asText()).isEqualTo("Dear");
  }

  @Test
  void choosesAToolOfANamespace() {
    String choice =
        ",\"tool_choice\":{\"type\":\"function\",\"namespace\":\"mail\",\"name\":\"search\"}";
    Translation.Written written =
        request(OPENAI_RESPONSES, ANTHROPIC, "m", body(TOOLS, "\"hi\"", choice));

    assertThat(written.at("/tool_choice/name").asText()).startsWith("mail_search");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void asksForToolsThatTheInputBrings(DialectName to) {
    String input =
        "[{\"type\":\"additional_tools\",\"role\":\"developer\",\"tools\":"
            + TOOLS
            + "},{\"role\":\"user\",\"content\":\"hi\"}]";
    Translation.Written written =
        request(OPENAI_RESPONSES, to, "m", "{\"model\":\"m\",\"input\":" + input + "}");

    assertThat(names(to, written.body())).hasSize(3);
    assertThat(written.refused()).isEmpty();
  }

  @Test
  void saysNamespacesToTheSameDialectAsTheyCame() {
    String input =
        HISTORY.replace(
            "[{\"role\"",
            "[{\"type\":\"additional_tools\",\"role\":\"developer\",\"tools\":[]},{\"role\"");
    Translation.Written written =
        request(OPENAI_RESPONSES, OPENAI_RESPONSES, "m", body(TOOLS, input, ""));

    assertThat(written.at("/tools/1")).isEqualTo(Translation.json(TOOLS).path(1));
    assertThat(written.at("/tools")).hasSize(2);
    assertThat(written.at("/input/0/type").asText()).isEqualTo("additional_tools");
    assertThat(written.at("/input/2/namespace").asText()).isEqualTo("mail");
    assertThat(written.at("/input/2/name").asText()).isEqualTo("search");
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void namesANamespaceThatTheCallersDialectHasNot() {
    Translation.Passed passed =
        passed(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            """
            {"id":"r","model":"m","status":"completed","output":[
              {"type":"function_call","call_id":"c1","namespace":"mail","name":"search","arguments":"{}"}]}
            """);

    assertThat(passed.document().at("/choices/0/message/tool_calls/0/function/name").asText())
        .isEqualTo("search");
    assertThat(passed.dropped()).containsExactly("answer.namespace");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void asksOnceForAToolThatIsDefinedTwice(DialectName to) {
    String later =
        "{\"type\":\"additional_tools\",\"role\":\"developer\",\"tools\":["
            + "{\"type\":\"function\",\"name\":\"search\",\"description\":\"The later one\"},"
            + "{\"type\":\"namespace\",\"name\":\"mail\",\"tools\":["
            + "{\"type\":\"function\",\"name\":\"search\",\"description\":\"Later letters\"}]}]}";
    Translation.Written written =
        request(OPENAI_RESPONSES, to, "m", body(TOOLS, "[" + later + "," + USER + "]", ""));

    List<String> names = names(to, written.body());
    assertThat(names).hasSize(3).doesNotHaveDuplicates();
    assertThat(names.getFirst()).isEqualTo("search");
    assertThat(written.body().findValuesAsText("description"))
        .contains("The later one", "Later letters")
        .doesNotContain("Finds letters");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI", "BEDROCK", "OPENAI_RESPONSES"})
  void choosesAmongManyToolsInTimeInProportion(DialectName to) {
    int count = 20_000;
    String tools =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"type\":\"function\",\"name\":\"some_function_" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    String choice =
        ",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":" + tools + "}";

    assertTimeout(
        Duration.ofSeconds(60),
        () -> request(OPENAI_RESPONSES, to, "m", body(tools, "\"hi\"", choice)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "GEMINI", "BEDROCK"})
  void leavesOutWhatIsNotAllowedInTimeInProportion(DialectName to) {
    int count = 100_000;
    String tools =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"type\":\"function\",\"name\":\"f_" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    String allowed =
        IntStream.range(count / 2, count + count / 2)
            .mapToObj(i -> "{\"type\":\"function\",\"name\":\"f_" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    String choice =
        ",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":" + allowed + "}";

    JsonNode written =
        assertTimeout(
            Duration.ofSeconds(60),
            () -> request(OPENAI_RESPONSES, to, "m", body(tools, "\"hi\"", choice)).body());

    assertThat(written.toString()).contains("\"f_99999\"").doesNotContain("\"f_49999\"");
  }

  @Test
  void refusesANameThatHoldsWhatParts() {
    byte[] body =
        body("[{\"type\":\"function\",\"name\":\"a\\u001fb\"}]", "\"hi\"", "").getBytes(UTF_8);

    assertThat(
            Dialects.of(OPENAI_RESPONSES)
                .read(body, new CallAddress(Optional.of("m"), Optional.of(false))))
        .isNotInstanceOf(Reading.Read.class);
  }

  @Test
  void takesAnItemThatBringsNoToolsForNone() {
    String input = "[{\"type\":\"additional_tools\",\"tools\":[]}," + USER + "]";
    byte[] body = ("{\"model\":\"m\",\"input\":" + input + "}").getBytes(UTF_8);
    Reading reading =
        Dialects.of(OPENAI_RESPONSES)
            .read(body, new CallAddress(Optional.of("m"), Optional.of(false)));

    assertThat(((Reading.Read) reading).request().tools()).isEmpty();
  }
}
