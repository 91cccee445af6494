package dev.weir.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeminiToolRequestsTest extends GeminiRequestCase {

  @Test
  void matchesResultsWithoutIdsByNameAndOrder() {
    List<Turn> turns =
        read("""
        {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}},
          {"functionCall":{"name":"g"}},{"functionCall":{"name":"f"}}]},
         {"parts":[{"functionResponse":{"name":"g","response":{}}},
          {"functionResponse":{"name":"f","response":{}}},
          {"functionResponse":{"name":"f","response":{}}},
          {"functionResponse":{"name":"f","response":{}}}]}]}
        """)
            .turns();

    List<String> calls =
        turns.get(0).parts().stream().map(it -> ((Part.ToolCall) it).id()).toList();
    List<String> results =
        turns.get(1).parts().stream().map(it -> ((Part.ToolResult) it).callId()).toList();
    assertThat(calls).doesNotHaveDuplicates();
    assertThat(results.subList(0, 3)).containsExactly(calls.get(1), calls.get(0), calls.get(2));
    assertThat(results.get(3)).isNotIn(calls);
  }

  @Test
  void writesResultsWithTheNamesAndInTheOrderOfTheirCalls() {
    JsonNode contents =
        written(
                chat(
                    """
                    "messages":[{"role":"assistant","tool_calls":[
                      {"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},
                      {"id":"2","type":"function","function":{"name":"g","arguments":"{\\"a\\":"}}]},
                     {"role":"tool","tool_call_id":"2","content":"{\\"a\\":1.10}"},
                     {"role":"tool","tool_call_id":"1","content":"[1]"},
                     {"role":"tool","tool_call_id":"9","name":"h","content":"x"},
                     {"role":"user","content":"go on"}]
                    """))
            .path("contents");

    assertThat(contents).hasSize(2);
    assertThat(contents.path(1).path("parts"))
        .containsExactlyInAnyOrder(
            tree(
                "{\"functionResponse\":{\"id\":\"1\",\"name\":\"f\",\"response\":{\"result\":\"[1]\"}}}"),
            tree("{\"functionResponse\":{\"id\":\"2\",\"name\":\"g\",\"response\":{\"a\":1.10}}}"),
            tree("{\"text\":\"Result of the tool call 9:\"}"),
            tree("{\"text\":\"x\"}"),
            tree("{\"text\":\"go on\"}"));
    List<String> ids = contents.path(1).path("parts").findValuesAsText("id");
    assertThat(ids.indexOf("1")).isLessThan(ids.indexOf("2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'mode':'AUTO'}",
        "{'mode':'NONE'}",
        "{'mode':'ANY'}",
        "{'mode':'ANY','allowedFunctionNames':['f']}",
        "{'mode':'ANY','allowedFunctionNames':['f','g']}",
        "{'mode':'VALIDATED','allowedFunctionNames':['f']}"
      })
  void writesTheToolChoiceThatItReads(String config) {
    String calling = config.replace('\'', '"');

    JsonNode written =
        written(
            read(
                "{\"contents\":[],\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"}]}],"
                    + "\"toolConfig\":{\"functionCallingConfig\":"
                    + calling
                    + "}}"));

    assertThat(written.path("toolConfig").path("functionCallingConfig")).isEqualTo(tree(calling));
  }

  @Test
  void leavesOutFunctionsThatMayNotBeCalled() {
    JsonNode written =
        written(
            read(
                """
                {"contents":[],"tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]}],
                 "toolConfig":{"functionCallingConfig":
                  {"mode":"AUTO","allowedFunctionNames":["g"]}}}
                """));

    assertThat(written.path("tools"))
        .isEqualTo(tree("[{\"functionDeclarations\":[{\"name\":\"g\"}]}]"));
    assertThat(written.path("toolConfig"))
        .isEqualTo(tree("{\"functionCallingConfig\":{\"mode\":\"AUTO\"}}"));
  }

  @Test
  void writesPicturesOfToolsBesideTheirResults() {
    Part picture =
        new Part.Media(
            Part.Media.Kind.IMAGE,
            new MediaSource.Inline("image/png", "AAAA"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    CanonicalRequest base = read("{\"contents\":[]}");
    CanonicalRequest request =
        new CanonicalRequest(
            DialectName.ANTHROPIC,
            "m",
            List.of(
                new Turn(Turn.Role.ASSISTANT, List.of(new Part.ToolCall("t", "f", "{}"))),
                new Turn(
                    Turn.Role.USER,
                    List.of(
                        new Part.ToolResult(
                            "t",
                            Optional.of("f"),
                            List.of(new Part.Text("bad"), picture),
                            true,
                            Optional.empty())))),
            List.of(),
            ToolChoice.UNSAID,
            Optional.empty(),
            OptionalLong.empty(),
            base.sampling(),
            base.outputFormat(),
            base.reasoning(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            base.extras());

    assertThat(written(request).path("contents").path(1).path("parts"))
        .isEqualTo(
            tree(
                """
                [{"functionResponse":{"id":"t","name":"f","response":{"error":"bad"}}},
                 {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]
                """));
  }
}
