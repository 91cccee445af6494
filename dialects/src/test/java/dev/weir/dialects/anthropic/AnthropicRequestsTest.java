package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of callers, read and written back. */
final class AnthropicRequestsTest {

  static final String FULL =
      """
      {"model":"claude-sonnet-4-0","stream":true,"max_tokens":9000,"temperature":1.0,"top_p":0.99,
       "stop_sequences":["END"],"metadata":{"user_id":"u","team":"x"},"service_tier":"standard_only",
       "container":"c1","inference_geo":"eu",
       "thinking":{"type":"enabled","budget_tokens":2000},
       "mcp_servers":[{"type":"url","url":"https://example.org","name":"s"}],
       "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
       "tools":[
         {"name":"f","description":"d","input_schema":{"type":"object"},"defer_loading":true,
          "cache_control":{"type":"ephemeral","ttl":"1h"}},
         {"type":"web_search_20250305","name":"web_search","max_uses":2}],
       "system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}},
                 {"type":"text","text":"really"}],
       "messages":[
        {"role":"user","content":[
          {"type":"text","text":"look"},
          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
          {"type":"image","source":{"type":"url","url":"https://example.org/a.png"}},
          {"type":"image","source":{"type":"file","file_id":"file_1"}},
          {"type":"document","title":"t","citations":{"enabled":true},
           "source":{"type":"base64","media_type":"application/pdf","data":"CCCC"},
           "cache_control":{"type":"ephemeral","ttl":"5m"}},
          {"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"}},
          {"type":"document","source":{"type":"url","url":"https://example.org/a.pdf"}},
          {"type":"search_result","source":"s","title":"t","content":[]}]},
        {"role":"assistant","content":[
          {"type":"thinking","thinking":"hm","signature":"sig"},
          {"type":"redacted_thinking","data":"dark"},
          {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},
          {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","url":"u","encrypted_content":"e"}]},
          {"type":"text","text":"cited","citations":[{"type":"web_search_result_location","url":"u"}]},
          {"type":"tool_use","id":"t1","name":"f","input":{"a":1.50},"caller":{"type":"code_execution_20260120","tool_id":"s1"}},
          {"type":"tool_use","id":"t2","name":"f","input":{},"caller":{"type":"direct"}}]},
        {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"t1","content":"one"},
          {"type":"tool_result","tool_use_id":"t2","is_error":true,"content":[
            {"type":"text","text":"two"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"DDDD"}}],
           "cache_control":{"type":"ephemeral"}},
          {"type":"text","text":"go on"}]}]}
      """;

  private final AnthropicDialect dialect = new AnthropicDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private CanonicalRequest read(String body) {
    Reading reading = dialect.read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private JsonNode written(CanonicalRequest request, Losses losses) {
    byte[] body = dialect.write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  private static String withMessages(String messages) {
    return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + messages + "]}";
  }

  @Test
  void readsEveryKindOfPart() {
    List<Turn> turns = read(FULL).turns();

    assertThat(turns)
        .extracting(Turn::role)
        .containsExactly(Turn.Role.SYSTEM, Turn.Role.USER, Turn.Role.ASSISTANT, Turn.Role.USER);
    assertThat(turns.getFirst().parts())
        .containsExactly(
            new Part.Text("be brief", Optional.of(new CacheMark(Optional.empty()))),
            new Part.Text("really"));
    assertThat(turns.get(1).parts())
        .filteredOn(Part.Media.class::isInstance)
        .extracting(it -> ((Part.Media) it).source())
        .containsExactly(
            new MediaSource.Inline("image/png", "AAAA"),
            new MediaSource.Url("https://example.org/a.png", Optional.empty()),
            new MediaSource.FileId("file_1", DialectName.ANTHROPIC),
            new MediaSource.Inline("application/pdf", "CCCC"),
            new MediaSource.PlainText("words"),
            new MediaSource.Url("https://example.org/a.pdf", Optional.of("application/pdf")));
    assertThat(turns.get(2).parts())
        .filteredOn(it -> !(it instanceof Part.Foreign))
        .containsExactly(
            new Part.Thinking("hm", Optional.of("sig"), DialectName.ANTHROPIC),
            new Part.HiddenThinking("dark", DialectName.ANTHROPIC),
            new Part.Text("cited"),
            new Part.ToolCall("t1", "f", "{\"a\":1.50}"),
            new Part.ToolCall("t2", "f", "{}"));
  }

  @Test
  void writesWhatItReads() {
    Losses losses = new Losses();
    CanonicalRequest request = read(FULL);

    JsonNode written = written(request, losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
    assertThat(read(written.toString())).isEqualTo(request);
  }

  @Test
  void givesFieldsOfBlocksBackToWhereTheyStood() {
    JsonNode written = written(read(FULL), new Losses());

    JsonNode assistant = written.path("messages").path(1).path("content");
    assertThat(assistant.path(4).path("citations").path(0).path("url").textValue()).isEqualTo("u");
    assertThat(assistant.path(5).path("caller").path("tool_id").textValue()).isEqualTo("s1");
    assertThat(written.at("/messages/0/content/4/citations/enabled").booleanValue()).isTrue();
    assertThat(written.at("/tools/0/defer_loading").booleanValue()).isTrue();
    assertThat(written.at("/metadata/team").textValue()).isEqualTo("x");
    assertThat(written.path("container").textValue()).isEqualTo("c1");
  }

  @Test
  void givesServerToolsAndTheirBlocksBackUnaltered() {
    JsonNode given = Json.tree(FULL).orElseThrow();
    JsonNode written = written(read(FULL), new Losses());

    assertThat(written.at("/tools/1")).isEqualTo(given.at("/tools/1"));
    assertThat(written.path("mcp_servers")).isEqualTo(given.path("mcp_servers"));
    assertThat(written.at("/messages/1/content/2")).isEqualTo(given.at("/messages/1/content/2"));
    assertThat(written.at("/messages/1/content/3")).isEqualTo(given.at("/messages/1/content/3"));
    assertThat(written.at("/messages/0/content/7")).isEqualTo(given.at("/messages/0/content/7"));
  }

  @Test
  void readsTheInvertedWishForParallelCalls() {
    assertThat(read(FULL).parallelToolCalls()).hasValue(false);
    assertThat(written(read(FULL), new Losses()).at("/tool_choice/disable_parallel_tool_use"))
        .isEqualTo(Json.tree("true").orElseThrow());
  }

  @Test
  void readsToolsOfTheProviderAsForeign() {
    assertThat(read(FULL).tools())
        .filteredOn(Tool.Foreign.class::isInstance)
        .extracting(it -> ((Tool.Foreign) it).type())
        .containsExactly("web_search_20250305", "mcp_servers");
  }

  @ParameterizedTest
  @CsvSource({"auto,Auto", "any,Required", "none,None"})
  void readsChoicesOfTools(String type, String name) {
    String body =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[],\"tool_choice\":{\"type\":\""
            + type
            + "\"}}";

    assertThat(read(body).toolChoice().getClass().getSimpleName()).isEqualTo(name);
  }

  @Test
  void readsTheOneToolToCall() {
    String body =
        "{\"model\":\"m\",\"messages\":[],\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\"}}";

    assertThat(read(body).toolChoice()).isEqualTo(new ToolChoice.Named("f"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}",
        "'output_format':{'type':'json_schema','schema':{'type':'object'}}",
      })
  void readsTheSchemaByBothItsNames(String field) {
    String body = "{'model':'m','messages':[]," + field + "}";

    assertThat(read(body.replace('\'', '"')).outputFormat())
        .isInstanceOf(OutputFormat.Schema.class);
  }

  @Test
  void keepsSystemTurnsInTheMiddleWhereTheModelTakesThem() {
    String messages =
        """
        {"role":"user","content":"a"},{"role":"system","content":"now in French"},
        {"role":"assistant","content":"b"},{"role":"user","content":"c"}
        """;
    CanonicalRequest newer = read(withMessages(messages)).withModel("claude-opus-4-8");
    CanonicalRequest older = read(withMessages(messages)).withModel("claude-sonnet-4-5");

    assertThat(written(newer, new Losses()).at("/messages/1/role").textValue()).isEqualTo("system");
    assertThat(written(older, new Losses()).at("/messages/0/content/1/text").textValue())
        .isEqualTo("<system>\nnow in French\n</system>");
    assertThat(written(older, new Losses()).path("messages")).hasSize(3);
  }

  @Test
  void passesWhatItDoesNotKnow() {
    String body =
        """
        {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x","effort":"low"}],
         "novelty":{"a":1},"thinking":{"type":"deep"},"output_config":{"effort":"ultra","task_budget":{"t":1}},
         "tool_choice":{"type":"maybe"}}
        """;
    CanonicalRequest request = read(body);
    Losses losses = new Losses();

    JsonNode written = written(request, losses);

    assertThat(request.extras().fields())
        .containsOnlyKeys(
            "messages[0].effort",
            "novelty",
            "thinking",
            "output_config.effort",
            "output_config.task_budget",
            "tool_choice");
    assertThat(written.at("/novelty/a").intValue()).isOne();
    assertThat(written.at("/thinking/type").textValue()).isEqualTo("deep");
    assertThat(written.at("/output_config/effort").textValue()).isEqualTo("ultra");
    assertThat(written.at("/output_config/task_budget/t").intValue()).isOne();
    assertThat(losses.dropped()).containsExactly("messages[0].effort");
  }

  @Test
  void knowsOtherProvidersProofsAgain() {
    CanonicalRequest request =
        read(
            withMessages(
                """
                {"role":"assistant","content":[
                  {"type":"thinking","thinking":"g","signature":"weir:gemini:abc"},
                  {"type":"redacted_thinking","data":"weir:openai-responses:d:e"},
                  {"type":"thinking","thinking":"o","signature":""},
                  {"type":"redacted_thinking","data":"weir:call:xyz"},
                  {"type":"tool_use","id":"t","name":"f","input":{}}]}
                """));

    assertThat(request.turns().getFirst().parts())
        .containsExactly(
            new Part.Thinking("g", Optional.of("abc"), DialectName.GEMINI),
            new Part.HiddenThinking("d:e", DialectName.OPENAI_RESPONSES),
            new Part.Thinking("o", Optional.empty(), DialectName.ANTHROPIC),
            new Part.ToolCall("t", "f", "{}", Optional.of("xyz"), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "[1];;The request body is not a JSON object.",
        "{;;The request body is not valid JSON",
        "{'messages':[]};model;The field 'model' is missing.",
        "{'model':'m'};messages;The field 'messages' is missing.",
        "{'model':'m','messages':[{'role':'user'}]};messages[0].content;is missing",
        "{'model':'m','messages':[{'role':'user','content':7}]};messages[0].content;must be",
        "{'model':'m','messages':[{'role':'tool','content':''}]};messages[0].role;must be 'user'",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'text'}]}]};messages[0].content[0].text;is missing",
        "{'model':'m','messages':[],'max_tokens':-1};max_tokens;must be a whole number",
        "{'model':'m','messages':[],'temperature':'hot'};temperature;must be a number",
        "{'model':'m','messages':[],'system':7};system;must be a string or an array",
        "{'model':'m','messages':[],'tools':[{}]};tools[0].name;is missing",
        "{'model':'m','messages':[],'thinking':{'type':'enabled','budget_tokens':'hot'}};thinking.budget_tokens;must be",
      })
  void namesTheFieldAtFault(String body, String field, String message) {
    Reading reading =
        dialect.read(body.replace('\'', '"').getBytes(UTF_8), CallAddress.SAYS_NOTHING);

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Wrong.class,
            it -> {
              assertThat(it.field()).isEqualTo(field == null ? "" : field);
              assertThat(it.message()).contains(message).doesNotContain("hot");
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    Reading reading =
        dialect.read(Pieces.mutated(FULL.getBytes(UTF_8), seed), CallAddress.SAYS_NOTHING);

    if (reading instanceof Reading.Read(CanonicalRequest request)) {
      assertThat(dialect.write(request, new Losses()).body()).isNotEmpty();
      assertThat(CountTokens.write(request, new Losses()).body()).isNotEmpty();
    }
  }
}
