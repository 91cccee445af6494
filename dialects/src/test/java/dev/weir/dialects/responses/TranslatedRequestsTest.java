package dev.weir.dialects.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests from Chat to Responses and back, and from a dialect that has what OpenAI has not. */
final class TranslatedRequestsTest {

  private final Dialect responses = new ResponsesDialect();
  private final Dialect chat = ChatDialect.ofOpenAi();
  private final Losses losses = new Losses();

  private JsonNode translated(Dialect from, Dialect to, String body) {
    Reading reading = from.read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    return written(to, ((Reading.Read) reading).request());
  }

  private JsonNode written(Dialect to, CanonicalRequest request) {
    byte[] written = to.write(request, losses).body();
    return Json.tree(written, 0, written.length).orElseThrow();
  }

  private static CanonicalRequest asking(List<Turn> turns) {
    return new CanonicalRequest(
        DialectName.ANTHROPIC,
        "m",
        turns,
        List.of(),
        ToolChoice.UNSAID,
        Optional.empty(),
        OptionalLong.of(1),
        Sampling.UNSAID,
        OutputFormat.TEXT,
        Reasoning.UNSAID,
        false,
        true,
        Optional.empty(),
        Optional.empty(),
        Extras.NONE);
  }

  @Test
  void translatesAChatRequest() {
    JsonNode written =
        translated(
            chat,
            responses,
            """
            {"model":"m","stream":true,"max_tokens":50,"reasoning_effort":"low","logprobs":true,
             "verbosity":"low","metadata":{"k":"v"},"parallel_tool_calls":false,
             "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{}}},
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}},
                      {"type":"function","function":{"name":"g","strict":true}}],
             "tool_choice":{"type":"function","function":{"name":"f"}},
             "messages":[
              {"role":"system","content":"be brief"},
              {"role":"system","content":"be kind"},
              {"role":"user","content":"hi"},
              {"role":"assistant","content":"let me see","tool_calls":[
               {"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}},
               {"id":"t2","type":"function","function":{"name":"g","arguments":""}}]},
              {"role":"tool","tool_call_id":"t1","content":"one"},
              {"role":"tool","tool_call_id":"t2","content":"two"}]}
            """);

    assertThat(Json.text(written))
        .isEqualTo(
            """
            {"model":"m","instructions":"be brief","input":[\
            {"type":"message","role":"system","content":"be kind"},\
            {"type":"message","role":"user","content":"hi"},\
            {"type":"message","role":"assistant","content":"let me see"},\
            {"type":"function_call","call_id":"t1","name":"f","arguments":"{}"},\
            {"type":"function_call","call_id":"t2","name":"g","arguments":"{}"},\
            {"type":"function_call_output","call_id":"t1","output":"one"},\
            {"type":"function_call_output","call_id":"t2","output":"two"}],\
            "stream":true,"max_output_tokens":50,\
            "text":{"format":{"type":"json_schema","name":"s","schema":{}},"verbosity":"low"},\
            "tools":[\
            {"type":"function","name":"f","parameters":{"type":"object"},"strict":false},\
            {"type":"function","name":"g","parameters":{"type":"object","properties":{}},"strict":true}],\
            "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,\
            "reasoning":{"effort":"low"},"store":false,"metadata":{"k":"v"},\
            "include":["reasoning.encrypted_content"]}\
            """);
    // No answer is translated with them, so they are not asked for.
    assertThat(losses.dropped()).containsExactly("logprobs");
    assertThat(losses.refused()).isEmpty();
  }

  @Test
  void namesWhatAResponseCannotDo() {
    translated(
        chat,
        responses,
        """
        {"model":"m","n":2,"stop":["a"],"seed":1,"top_k":5,"frequency_penalty":1,
         "presence_penalty":1,"logit_bias":{"1":1},"messages":[]}
        """);

    assertThat(losses.refused()).containsExactly("n");
    assertThat(losses.dropped())
        .containsExactly(
            "top_k", "frequency_penalty", "presence_penalty", "seed", "stop", "logit_bias");
  }

  @Test
  void storesNothingThatNobodyAskedToStore() {
    String request = "{\"model\":\"m\",\"messages\":[]%s}";

    assertThat(translated(chat, responses, request.formatted("")).path("store").booleanValue())
        .isFalse();
    assertThat(
            translated(chat, responses, request.formatted(",\"store\":true"))
                .path("store")
                .booleanValue())
        .isTrue();
  }

  @Test
  void raisesALimitThatOpenAiRefuses() {
    JsonNode written = written(responses, asking(List.of()));

    assertThat(written.path("max_output_tokens").intValue()).isEqualTo(16);
    assertThat(losses.dropped()).containsExactly("max_tokens below 16");
  }

  @Test
  void asksForNoProofsWhereNothingIsToBeProved() {
    JsonNode written =
        translated(
            chat, responses, "{\"model\":\"m\",\"reasoning_effort\":\"none\",\"messages\":[]}");

    assertThat(written.has("include")).isFalse();
  }

  @Test
  void givesThinkingBackToTheOneWhoSignedIt() {
    Turn turn =
        new Turn(
            Turn.Role.ASSISTANT,
            List.of(
                new Part.Thinking("t", Optional.of("rs_1:enc"), DialectName.OPENAI_RESPONSES),
                new Part.HiddenThinking("raw", DialectName.OPENAI_RESPONSES),
                // Refers to what was not stored.
                new Part.HiddenThinking("rs_2:", DialectName.OPENAI_RESPONSES),
                new Part.Thinking("u", Optional.of("sig"), DialectName.ANTHROPIC),
                new Part.Text("a")));

    JsonNode written = written(responses, asking(List.of(turn)));

    assertThat(Json.text(written.path("input")))
        .isEqualTo(
            """
            [{"type":"reasoning","id":"rs_1","encrypted_content":"enc",\
            "summary":[{"type":"summary_text","text":"t"}]},\
            {"type":"reasoning","encrypted_content":"raw","summary":[]},\
            {"type":"message","role":"assistant","content":"a"}]\
            """);
    assertThat(Json.text(written.path("include"))).contains("reasoning.encrypted_content");
    assertThat(losses.dropped()).contains("thinking");
  }

  @Test
  void refusesWhatAnotherProviderRuns() {
    JsonNode part = Json.newObject();
    CanonicalRequest request =
        asking(
            List.of(
                new Turn(
                    Turn.Role.USER,
                    List.of(
                        new Part.Foreign(DialectName.ANTHROPIC, "search_result", part),
                        new Part.Media(
                            Part.Media.Kind.IMAGE,
                            new MediaSource.FileId("f", DialectName.ANTHROPIC),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())))));

    written(responses, request);

    assertThat(losses.refused())
        .containsExactly("content: search_result", "content: an image by its file id");
  }

  @Test
  void writesResultsBeforeWhatTheUserSays() {
    CanonicalRequest request =
        asking(
            List.of(
                new Turn(
                    Turn.Role.ASSISTANT,
                    List.of(new Part.ToolCall("t", "f", "{}", Optional.empty(), Optional.empty()))),
                new Turn(
                    Turn.Role.USER,
                    List.of(
                        new Part.ToolResult(
                            "t",
                            Optional.empty(),
                            List.of(
                                new Part.Text("see"),
                                new Part.Media(
                                    Part.Media.Kind.IMAGE,
                                    new MediaSource.Url("https://example.org/a", Optional.empty()),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())),
                            true,
                            Optional.empty()),
                        new Part.Text("go on")))));

    assertThat(Json.text(written(responses, request).path("input")))
        .isEqualTo(
            """
            [{"type":"function_call","call_id":"t","name":"f","arguments":"{}"},\
            {"type":"function_call_output","call_id":"t","output":[\
            {"type":"input_text","text":"see"},\
            {"type":"input_image","image_url":"https://example.org/a"}]},\
            {"type":"message","role":"user","content":"go on"}]\
            """);
    assertThat(losses.dropped()).contains("is_error");
  }

  @Test
  void leavesOutEmptyTurns() {
    CanonicalRequest request =
        asking(
            List.of(new Turn(Turn.Role.ASSISTANT, List.of()), new Turn(Turn.Role.USER, List.of())));

    assertThat(written(responses, request).path("input")).isEmpty();
  }

  @Test
  void translatesAResponsesRequestToChat() {
    JsonNode written =
        translated(
            responses,
            chat,
            """
            {"model":"m","instructions":"be brief","store":false,"prompt_cache_key":"k",
             "text":{"verbosity":"low"},"include":["reasoning.encrypted_content"],
             "tools":[{"type":"function","name":"f","parameters":{"type":"object",
              "properties":{},"additionalProperties":false}}],
             "input":[{"role":"user","content":"hi"},
              {"type":"function_call","call_id":"t1","name":"f","arguments":"{}"},
              {"type":"function_call","call_id":"t2","name":"f","arguments":"{}"},
              {"type":"function_call_output","call_id":"t1","output":"one"},
              {"type":"function_call_output","call_id":"t2","output":"two"}]}
            """);

    assertThat(written.path("messages")).hasSize(5);
    assertThat(written.path("messages").get(2).path("tool_calls")).hasSize(2);
    assertThat(written.path("tools").get(0).path("function").path("strict").booleanValue())
        .isTrue();
    assertThat(written.path("verbosity").textValue()).isEqualTo("low");
    assertThat(written.path("prompt_cache_key").textValue()).isEqualTo("k");
    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
  }

  @Test
  void refusesStateThatLiesAtTheProvider() {
    translated(
        responses,
        chat,
        """
        {"model":"m","previous_response_id":"r","conversation":"c","prompt":{"id":"p"},
         "background":true,"max_tool_calls":3,"truncation":"auto","store":true,
         "tools":[{"type":"web_search"}],
         "input":[{"type":"item_reference","id":"i"},{"type":"web_search_call","id":"w"}]}
        """);

    assertThat(losses.refused())
        .containsExactlyInAnyOrder(
            "previous_response_id",
            "conversation",
            "prompt",
            "background",
            "tools: web_search",
            "content: item_reference",
            "content: web_search_call");
    assertThat(losses.dropped()).containsExactly("max_tool_calls", "truncation", "store");
  }

  @Test
  void marksFunctionsWithoutWordsOnStrictness() {
    CanonicalRequest request = asking(List.of());
    CanonicalRequest withTool =
        new CanonicalRequest(
            request.from(),
            "m",
            List.of(),
            List.of(
                new Tool.Function(
                    "f", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
            new ToolChoice.Among(Set.of("f"), true),
            Optional.empty(),
            OptionalLong.empty(),
            Sampling.UNSAID,
            OutputFormat.JSON,
            new Reasoning(Optional.empty(), OptionalLong.of(2_048), Optional.of(true)),
            false,
            true,
            Optional.empty(),
            Optional.empty(),
            Extras.NONE);

    JsonNode written = written(responses, withTool);

    assertThat(written.path("tools").get(0).path("strict").isBoolean()).isTrue();
    assertThat(Json.text(written.path("tool_choice")))
        .isEqualTo(
            "{\"type\":\"allowed_tools\",\"mode\":\"required\","
                + "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}");
    assertThat(Json.text(written.path("reasoning")))
        .isEqualTo("{\"effort\":\"low\",\"summary\":\"auto\"}");
    assertThat(Json.text(written.path("text")))
        .isEqualTo("{\"format\":{\"type\":\"json_object\"}}");
  }
}
