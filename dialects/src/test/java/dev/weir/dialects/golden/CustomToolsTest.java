package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.golden.Translation.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that take a text of free form, which OpenAI's two dialects have and no other. */
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

  @ParameterizedTest
  @EnumSource(
      value = DialectName.class,
      names = {"ANTHROPIC", "GEMINI", "BEDROCK"})
  void refusesThemByNameWhereThereAreNone(DialectName to) {
    assertThat(Translation.request(OPENAI_CHAT, to, "m", CHAT).refused())
        .contains("tools: custom", "content: a call of a custom tool");
    assertThat(Translation.request(OPENAI_RESPONSES, to, "m", RESPONSES).refused())
        .contains("tools: custom", "content: a call of a custom tool");
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
