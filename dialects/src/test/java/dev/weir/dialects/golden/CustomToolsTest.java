package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.golden.Translation.Written;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that take a text of free form: OpenAI's two dialects have them, others functions. */
final class CustomToolsTest {

  private static final String CHAT =
      """
      {"model":"m","messages":[{"role":"user","content":"q"},
        {"role":"assistant","tool_calls":[
          {"id":"c","type":"custom","custom":{"name":"code","input":"a = 1"}}]},
        {"role":"tool","tool_call_id":"c","content":"done"}],
       "tools":[{"type":"custom","custom":{"name":"code","description":"d","format":
          {"type":"grammar","grammar":{"syntax":"lark","definition":"start: X"}}}},
        {"type":"custom","custom":{"name":"free"}},
        {"type":"function","function":{"name":"f"}}],
       "tool_choice":{"type":"custom","custom":{"name":"code"}}}
      """;
  private static final String RESPONSES =
      """
      {"model":"m","input":[{"type":"message","role":"user","content":"q"},
        {"type":"custom_tool_call","call_id":"c","name":"code","input":"a = 1"},
        {"type":"custom_tool_call_output","call_id":"c","output":"done"}],
       "tools":[{"type":"custom","name":"code","description":"d","format":
          {"type":"grammar","syntax":"lark","definition":"start: X"}},
        {"type":"custom","name":"free","format":{"type":"text"}},
        {"type":"function","name":"f"}],
       "tool_choice":{"type":"allowed_tools","mode":"required","tools":[
          {"type":"custom","name":"code"},{"type":"function","name":"f"}]}}
      """;

  @Test
  void asksResponsesForWhatACallerOfChatDoes() {
    Written written = Translation.request(OPENAI_CHAT, OPENAI_RESPONSES, "m", CHAT);

    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).isEmpty();
    assertThat(written.at("/tools/0"))
        .isEqualTo(
            json(
                "{\"type\":\"custom\",\"name\":\"code\",\"description\":\"d\",\"format\":"
                    + "{\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start: X\"}}"));
    assertThat(written.at("/tools/1")).isEqualTo(json("{\"type\":\"custom\",\"name\":\"free\"}"));
    assertThat(written.at("/input/1"))
        .isEqualTo(
            json(
                "{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"code\",\"input\":\"a = 1\"}"));
    assertThat(written.at("/input/2"))
        .isEqualTo(
            json("{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":\"done\"}"));
    assertThat(written.at("/tool_choice"))
        .isEqualTo(json("{\"type\":\"custom\",\"name\":\"code\"}"));
  }

  @Test
  void asksChatForWhatACallerOfResponsesDoes() {
    Written written = Translation.request(OPENAI_RESPONSES, OPENAI_CHAT, "m", RESPONSES);

    assertThat(written.refused()).isEmpty();
    assertThat(written.dropped()).isEmpty();
    assertThat(written.at("/tools/0")).isEqualTo(json(CHAT).at("/tools/0"));
    assertThat(written.at("/tools/1")).isEqualTo(json(CHAT).at("/tools/1"));
    assertThat(written.at("/messages/1/tool_calls/0"))
        .isEqualTo(json(CHAT).at("/messages/1/tool_calls/0"));
    assertThat(written.at("/messages/2")).isEqualTo(json(CHAT).at("/messages/2"));
    assertThat(written.at("/tool_choice/allowed_tools/tools/0/custom/name").asText())
        .isEqualTo("code");
    assertThat(written.at("/tool_choice/allowed_tools/tools/1/function/name").asText())
        .isEqualTo("f");
  }

  @Test
  void saysAllOfItAgainInItsOwnDialect() {
    Written chat = Translation.request(OPENAI_CHAT, OPENAI_CHAT, "m", CHAT);
    Written responses = Translation.request(OPENAI_RESPONSES, OPENAI_RESPONSES, "m", RESPONSES);

    assertThat(chat.at("/messages")).hasSize(3);
    assertThat(chat.at("/messages/1/tool_calls"))
        .isEqualTo(json(CHAT).at("/messages/1/tool_calls"));
    assertThat(chat.at("/tools")).isEqualTo(json(CHAT).at("/tools"));
    assertThat(chat.at("/tool_choice")).isEqualTo(json(CHAT).at("/tool_choice"));
    assertThat(responses.at("/input/1")).isEqualTo(json(RESPONSES).at("/input/1"));
    assertThat(responses.at("/input/2")).isEqualTo(json(RESPONSES).at("/input/2"));
    assertThat(responses.at("/tool_choice")).isEqualTo(json(RESPONSES).at("/tool_choice"));
  }

  /** The call lies with the provider. */
  @Test
  void keepsAResultWhoseCallIsNotInTheRequest() {
    String stored =
        "{\"model\":\"m\",\"previous_response_id\":\"r\",\"input\":[{\"type\":"
            + "\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":\"done\"}]}";

    assertThat(Translation.request(OPENAI_RESPONSES, OPENAI_RESPONSES, "m", stored).at("/input/0"))
        .isEqualTo(json(stored).at("/input/0"));
  }

  private static final String FUNCTION =
      """
      {"type":"object","properties":{"input":{"type":"string",
        "description":"Follows this grammar (lark):\\nstart: X"}},
       "required":["input"],"additionalProperties":false}
      """;

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void asksOthersForAFunctionOfOneText(DialectName from) {
    String body = from == OPENAI_CHAT ? CHAT : RESPONSES;

    Written claude = Translation.request(from, ANTHROPIC, "claude-opus-4-1", body);
    Written gemini = Translation.request(from, GEMINI, "gemini-2.5-pro", body);
    Written bedrock = Translation.request(from, BEDROCK, "amazon.nova-pro-v1:0", body);

    assertThat(claude.refused()).isEmpty();
    assertThat(claude.dropped()).contains("tools: grammar");
    assertThat(claude.at("/tools/0/name").asText()).isEqualTo("code");
    assertThat(claude.at("/tools/0/input_schema")).isEqualTo(json(FUNCTION));
    assertThat(claude.at("/messages/1/content/0/input")).isEqualTo(json("{\"input\":\"a = 1\"}"));
    assertThat(claude.at("/messages/2/content/0/content").asText()).isEqualTo("done");
    assertThat(gemini.refused()).isEmpty();
    assertThat(gemini.at("/contents/1/parts/0/functionCall/args/input").asText())
        .isEqualTo("a = 1");
    assertThat(gemini.at("/contents/2/parts/0/functionResponse/name").asText()).isEqualTo("code");
    assertThat(bedrock.refused()).isEmpty();
    assertThat(bedrock.at("/messages/1/content/0/toolUse/input/input").asText()).isEqualTo("a = 1");
  }

  @Test
  void choosesItAsTheFunctionThatItIsThere() {
    assertThat(
            Translation.request(OPENAI_CHAT, ANTHROPIC, "claude-opus-4-1", CHAT).at("/tool_choice"))
        .isEqualTo(json("{\"type\":\"tool\",\"name\":\"code\"}"));
  }

  @Test
  void compatibleServersHaveFunctionsAlone() {
    JsonNode written = compatible(RESPONSES);

    assertThat(Translation.texts(List.of(written), "/tools/0/type")).containsExactly("function");
    assertThat(written.at("/tools/0/function/parameters")).isEqualTo(json(FUNCTION));
    assertThat(json(written.at("/messages/1/tool_calls/0/function/arguments").asText()))
        .isEqualTo(json("{\"input\":\"a = 1\"}"));
  }

  private static CanonicalRequest read(String body) {
    Reading reading =
        Dialects.of(OPENAI_RESPONSES)
            .read(body.getBytes(UTF_8), new CallAddress(Optional.empty(), Optional.empty()));
    return ((Reading.Read) reading).request();
  }

  private static JsonNode compatible(String body) {
    Dialect server = Dialects.compatibleChat("localhost");
    return json(new String(server.write(read(body), new Losses()).body(), UTF_8));
  }

  @Test
  void givesTheTextOfTheFunctionsCallBack() {
    ToolNames names = Dialects.of(ANTHROPIC).write(read(RESPONSES), new Losses()).names();
    String answer =
        """
        {"id":"m","type":"message","role":"assistant","content":[
          {"type":"tool_use","id":"x","name":"code","input":{"input":"b = \\"2\\"\\n"}},
          {"type":"tool_use","id":"y","name":"f","input":{"input":"z"}},
          {"type":"tool_use","id":"z","name":"free","input":{"other":1}},
          {"type":"tool_use","id":"n","name":"free","input":{}}],
         "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}
        """;

    JsonNode responses =
        Translation.passed(ANTHROPIC, OPENAI_RESPONSES, names, "r1", answer).document();
    JsonNode chat = Translation.passed(ANTHROPIC, OPENAI_CHAT, names, "r1", answer).document();

    assertThat(responses.at("/output/0/type").asText()).isEqualTo("custom_tool_call");
    assertThat(responses.at("/output/0/input").asText()).isEqualTo("b = \"2\"\n");
    assertThat(responses.at("/output/1/type").asText()).isEqualTo("function_call");
    assertThat(responses.at("/output/2/input").asText()).isEqualTo("{\"other\":1}");
    assertThat(responses.at("/output/3/input").asText()).isEmpty();
    assertThat(chat.at("/choices/0/message/tool_calls/0/custom/input").asText())
        .isEqualTo("b = \"2\"\n");
    assertThat(chat.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void namesWhatAModelHasPutBesideTheText() {
    ToolNames names = Dialects.of(ANTHROPIC).write(read(RESPONSES), new Losses()).names();
    String answer =
        """
        {"id":"m","type":"message","role":"assistant","content":[
          {"type":"tool_use","id":"x","name":"code","input":{"input":"b","language":"python"}}],
         "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}
        """;

    Translation.Passed passed =
        Translation.passed(ANTHROPIC, OPENAI_RESPONSES, names, "r1", answer);

    assertThat(passed.document().at("/output/0/input").asText()).isEqualTo("b");
    assertThat(passed.dropped()).containsExactly("answer.arguments");
  }

  @Test
  void answersWithCallsInADocument() {
    JsonNode ofChat =
        Translation.document(
            OPENAI_CHAT,
            OPENAI_RESPONSES,
            """
            {"id":"c","choices":[{"index":0,"finish_reason":"tool_calls","message":{"tool_calls":[
              {"id":"x","type":"custom","custom":{"name":"code","input":"b = \\"2\\""}},
              {"id":"y","type":"function","function":{"name":"f","arguments":"{}"}}]}}]}
            """);
    JsonNode ofResponses =
        Translation.document(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            """
            {"id":"r","status":"completed","output":[
              {"type":"custom_tool_call","id":"i","call_id":"x","name":"code","input":"b = \\"2\\""}]}
            """);

    assertThat(ofChat.at("/output/0/type").asText()).isEqualTo("custom_tool_call");
    assertThat(ofChat.at("/output/0/call_id").asText()).isEqualTo("x");
    assertThat(ofChat.at("/output/0/input").asText()).isEqualTo("b = \"2\"");
    assertThat(ofChat.at("/output/1/type").asText()).isEqualTo("function_call");
    assertThat(ofResponses.at("/choices/0/message/tool_calls/0"))
        .isEqualTo(
            json(
                "{\"id\":\"x\",\"type\":\"custom\",\"custom\":{\"name\":\"code\",\"input\":\"b = \\\"2\\\"\"}}"));
    assertThat(ofResponses.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void answersWithCallsInAStream() {
    List<JsonNode> ofChat =
        Translation.streamed(
            OPENAI_CHAT,
            OPENAI_RESPONSES,
            chunk(
                "{\"index\":0,\"id\":\"x\",\"type\":\"custom\",\"custom\":{\"name\":\"code\",\"input\":\"\"}}"),
            chunk("{\"index\":0,\"custom\":{\"input\":\"b = \"}}"),
            chunk("{\"index\":0,\"custom\":{\"input\":\"2\"}}"),
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
    List<JsonNode> ofResponses =
        Translation.streamed(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":"
                + "\"custom_tool_call\",\"id\":\"i\",\"call_id\":\"x\",\"name\":\"code\",\"input\":\"\"}}",
            "{\"type\":\"response.custom_tool_call_input.delta\",\"output_index\":0,\"delta\":\"b = \"}",
            "{\"type\":\"response.custom_tool_call_input.delta\",\"output_index\":0,\"delta\":\"2\"}",
            "{\"type\":\"response.custom_tool_call_input.done\",\"output_index\":0,\"input\":\"b = 2\"}",
            "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":"
                + "\"custom_tool_call\",\"id\":\"i\",\"call_id\":\"x\",\"name\":\"code\",\"input\":\"b = 2\"}}",
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}");

    assertThat(Translation.texts(ofChat, "/type"))
        .containsSubsequence(
            "response.output_item.added",
            "response.custom_tool_call_input.delta",
            "response.custom_tool_call_input.delta",
            "response.custom_tool_call_input.done",
            "response.output_item.done",
            "response.completed");
    assertThat(ofChat.getLast().at("/response/output/0/input").asText()).isEqualTo("b = 2");
    assertThat(Translation.texts(ofResponses, "/choices/0/delta/tool_calls/0/custom/name"))
        .containsExactly("code");
    assertThat(
            String.join(
                "", Translation.texts(ofResponses, "/choices/0/delta/tool_calls/0/custom/input")))
        .isEqualTo("b = 2");
  }

  private static String chunk(String call) {
    return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + call + "]}}]}";
  }
}
