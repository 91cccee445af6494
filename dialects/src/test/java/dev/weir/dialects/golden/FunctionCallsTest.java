package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.golden.Translation.Passed;
import dev.weir.dialects.golden.Translation.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chat as it was before there were tools: {@code functions} and {@code function_call}. */
final class FunctionCallsTest {

  private static final AnswerContext OF_OLD = new AnswerContext("r1", "asked", true, 1_700, true);

  private static final String ASKED =
      """
      {"model":"m","messages":[{"role":"user","content":"q"},
        {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\\"a\\":1}"}},
        {"role":"function","name":"f","content":"one"},
        {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\\"a\\":2}"}},
        {"role":"function","name":"f","content":"two"}],
       "functions":[{"name":"f","description":"d","parameters":{"type":"object"}}],
       "function_call":{"name":"f"}}
      """;
  private static final String CALLED_BY_CLAUDE =
      """
      {"id":"m","stop_reason":"tool_use","content":[
        {"type":"tool_use","id":"t","name":"f","input":{"a":1}},
        {"type":"tool_use","id":"u","name":"f","input":{"a":2}}],
       "usage":{"input_tokens":1,"output_tokens":2}}
      """;

  @Test
  void asksForTools() {
    Written claude = Translation.request(OPENAI_CHAT, ANTHROPIC, "m", ASKED);

    assertThat(claude.refused()).isEmpty();
    assertThat(claude.dropped()).isEmpty();
    assertThat(claude.at("/tools/0/name").asText()).isEqualTo("f");
    assertThat(claude.at("/tool_choice"))
        .isEqualTo(json("{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}"));
    JsonNode first = claude.at("/messages/1/content/0");
    JsonNode second = claude.at("/messages/3/content/0");
    assertThat(first.path("input")).isEqualTo(json("{\"a\":1}"));
    assertThat(claude.at("/messages/2/content/0/tool_use_id")).isEqualTo(first.path("id"));
    assertThat(claude.at("/messages/2/content/0/content").asText()).isEqualTo("one");
    assertThat(claude.at("/messages/4/content/0/tool_use_id")).isEqualTo(second.path("id"));
    assertThat(first.path("id")).isNotEqualTo(second.path("id"));
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingWhoeverIsAsked(DialectName to) {
    Written written = Translation.request(OPENAI_CHAT, to, "m", ASKED);

    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).isEmpty();
    assertThat(written.body().toString()).contains("one", "two");
  }

  @Test
  void tellsAResultWithoutItsCallAsText() {
    String orphan =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"function\",\"name\":\"f\",\"content\":\"one\"}]}";

    assertThat(
            Translation.request(OPENAI_CHAT, ANTHROPIC, "m", orphan)
                .at("/messages/0/content")
                .toString())
        .contains("one")
        .doesNotContain("tool_result");
  }

  @Test
  void answersThatCallerWithOneCallAndNamesTheOthers() {
    Passed passed =
        Translation.passed(ANTHROPIC, OPENAI_CHAT, ToolNames.UNCHANGED, OF_OLD, CALLED_BY_CLAUDE);

    JsonNode choice = passed.document().at("/choices/0");
    assertThat(choice.at("/message/function_call"))
        .isEqualTo(json("{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}"));
    assertThat(choice.at("/message").has("tool_calls")).isFalse();
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("function_call");
    assertThat(passed.dropped()).containsExactly("answer.tool_calls");
  }

  @Test
  void answersThatCallersStreamWithOneCall() {
    var events = Dialects.of(ANTHROPIC).readDocument(CALLED_BY_CLAUDE.getBytes(UTF_8));

    List<JsonNode> written =
        Pieces.write(Dialects.of(OPENAI_CHAT), events, OF_OLD)
            .lines()
            .filter(it -> it.startsWith("data: {"))
            .map(it -> json(it.substring("data: ".length())))
            .toList();

    assertThat(Translation.texts(written, "/choices/0/delta/function_call/name"))
        .containsExactly("f");
    assertThat(
            String.join("", Translation.texts(written, "/choices/0/delta/function_call/arguments")))
        .isEqualTo("{\"a\":1}");
    assertThat(Translation.all(written, "/choices/0/delta/tool_calls")).isEmpty();
    assertThat(Translation.texts(written, "/choices/0/finish_reason"))
        .contains("function_call")
        .doesNotContain("tool_calls");
  }

  @Test
  void givesThatCallerTheSignatureBesideTheCall() {
    String signed =
        """
        {"candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model","parts":[
          {"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"c2ln"}]}}]}
        """;
    var events = Dialects.of(GEMINI).readDocument(signed.getBytes(UTF_8));

    JsonNode document =
        json(new String(Dialects.of(OPENAI_CHAT).writeDocument(events, OF_OLD), UTF_8));
    String stream = Pieces.write(Dialects.of(OPENAI_CHAT), events, OF_OLD);

    assertThat(document.at("/choices/0/message/extra_content/google/thought_signature").asText())
        .isEqualTo("c2ln");
    assertThat(document.at("/choices/0/message/function_call/name").asText()).isEqualTo("f");
    assertThat(stream).containsOnlyOnce("\"thought_signature\":\"c2ln\"");
  }

  @Test
  void leavesTheErrorOfAModelAnError() {
    String broken =
        "{\"choices\":[{\"index\":0,\"finish_reason\":\"error\","
            + "\"message\":{\"role\":\"assistant\",\"content\":\"x\"}}]}";
    var events = Dialects.of(OPENAI_CHAT).readDocument(broken.getBytes(UTF_8));

    assertThat(Pieces.write(Dialects.of(OPENAI_CHAT), events, OF_OLD))
        .contains("\"finish_reason\":\"error\"");
  }

  @Test
  void knowsSuchACallerByHisRequest() {
    assertThat(isOfOld(ASKED)).isTrue();
    assertThat(isOfOld("{\"model\":\"m\",\"messages\":[]}")).isFalse();
    assertThat(
            isOfOld(
                "{\"model\":\"m\",\"messages\":[],\"tools\":[{\"function\":{\"name\":\"f\"}}],"
                    + "\"functions\":[{\"name\":\"g\"}]}"))
        .isFalse();
    assertThat(
            Translation.request(OPENAI_CHAT, GEMINI, "m", ASKED)
                .at("/contents/1/parts/0/functionCall")
                .has("id"))
        .isFalse();
    assertThat(
            Translation.request(OPENAI_CHAT, OPENAI_RESPONSES, "m", ASKED)
                .at("/parallel_tool_calls"))
        .isEqualTo(json("false"));
  }

  @Test
  void refusesACustomToolOfAnUnknownFormat() {
    String asked =
        "{\"model\":\"m\",\"messages\":[],\"tools\":[{\"type\":\"custom\",\"custom\":"
            + "{\"name\":\"f\",\"format\":{\"type\":\"%s\"}}}]}";

    assertThat(
            Dialects.of(OPENAI_CHAT)
                .read(asked.formatted("sql").getBytes(UTF_8), CallAddress.SAYS_NOTHING))
        .isNotInstanceOf(Reading.Read.class);
    assertThat(
            Dialects.of(OPENAI_CHAT)
                .read(asked.formatted("text").getBytes(UTF_8), CallAddress.SAYS_NOTHING))
        .isInstanceOf(Reading.Read.class);
  }

  private static boolean isOfOld(String body) {
    Reading reading = Dialects.of(OPENAI_CHAT).read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    return ((Reading.Read) reading).request().singleCall();
  }
}
