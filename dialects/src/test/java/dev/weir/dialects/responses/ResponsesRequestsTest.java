package dev.weir.dialects.responses;

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
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of callers, and the same written for a provider of this dialect. */
final class ResponsesRequestsTest {

  private static final String FULL =
      """
      {"model":"m","stream":true,"instructions":"be brief","max_output_tokens":20,
       "temperature":0.70,"top_p":1,"top_logprobs":3,
       "include":["message.output_text.logprobs","reasoning.encrypted_content"],
       "reasoning":{"effort":"xhigh","summary":"detailed"},"user":"u","service_tier":"flex",
       "parallel_tool_calls":false,"store":false,"truncation":"auto","metadata":{"k":"v"},
       "previous_response_id":"resp_0","stream_options":{"include_obfuscation":false},
       "text":{"verbosity":"low",
        "format":{"type":"json_schema","name":"s","schema":{"type":"object"},"strict":true}},
       "tool_choice":{"type":"function","name":"f"},
       "tools":[
        {"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":false},
        {"type":"web_search","search_context_size":"low"},
        {"type":"custom","name":"sql","format":{"type":"text"}}],
       "input":[
        {"role":"system","content":"really"},
        {"type":"message","role":"developer","content":[{"type":"input_text","text":"so"}]},
        {"role":"user","content":[
          {"type":"input_text","text":"look","prompt_cache_breakpoint":{"mode":"explicit"}},
          {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},
          {"type":"input_image","image_url":"https://example.org/a.png"},
          {"type":"input_image","file_id":"file-0"},
          {"type":"input_audio","input_audio":{"data":"BBBB","format":"mp3"}},
          {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"},
          {"type":"input_file","file_url":"https://example.org/b.pdf"},
          {"type":"input_file","file_id":"file-1"},
          {"type":"input_smell","smell":"rose"}]},
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],
         "encrypted_content":"gAAA"},
        {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[
          {"type":"output_text","text":"I look","annotations":[]},
          {"type":"refusal","refusal":"not that"}]},
        {"type":"web_search_call","id":"ws_1","status":"completed"},
        {"type":"function_call","id":"fc_1","status":"completed","call_id":"t1","name":"f",
         "arguments":"{\\"a\\":1}"},
        {"type":"function_call","call_id":"t2","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"t1","output":"one"},
        {"type":"function_call_output","call_id":"t2","output":[
          {"type":"input_text","text":"two"},
          {"type":"input_image","image_url":"https://example.org/c.png"}]},
        {"type":"item_reference","id":"msg_0"},
        {"role":"user","content":"and now?"}]}
      """;

  private final ResponsesDialect dialect = new ResponsesDialect();

  static LongStream seeds() {
    return LongStream.range(0, 300);
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

  private static String withInput(String items) {
    return "{\"model\":\"m\",\"input\":[" + items + "]}";
  }

  private static String withTool(String tool) {
    return "{\"model\":\"m\",\"input\":\"x\",\"tools\":[" + tool + "]}";
  }

  @Test
  void readsAnswersOfOneModelAsOneTurn() {
    List<Turn> turns = read(FULL).turns();

    assertThat(turns)
        .extracting(Turn::role)
        .containsExactly(
            Turn.Role.SYSTEM,
            Turn.Role.SYSTEM,
            Turn.Role.DEVELOPER,
            Turn.Role.USER,
            Turn.Role.ASSISTANT,
            Turn.Role.USER,
            Turn.Role.USER,
            Turn.Role.ASSISTANT,
            Turn.Role.USER);
    assertThat(turns.get(4).parts())
        .filteredOn(it -> !(it instanceof Part.Foreign))
        .containsExactly(
            new Part.Thinking("hm", Optional.of("rs_1:gAAA"), DialectName.OPENAI_RESPONSES),
            new Part.Text("I look"),
            new Part.Refusal("not that"),
            new Part.ToolCall("t1", "f", "{\"a\":1}"),
            new Part.ToolCall("t2", "f", "{}"));
    assertThat(turns.get(4).parts())
        .filteredOn(Part.Foreign.class::isInstance)
        .extracting(it -> ((Part.Foreign) it).type())
        .containsExactly("web_search_call");
  }

  @Test
  void readsEveryKindOfPart() {
    List<Part> parts = read(FULL).turns().get(3).parts();

    assertThat(parts.getFirst())
        .isEqualTo(new Part.Text("look", Optional.of(new CacheMark(Optional.empty()))));
    assertThat(parts)
        .filteredOn(Part.Media.class::isInstance)
        .extracting(it -> ((Part.Media) it).source())
        .containsExactly(
            new MediaSource.Inline("image/png", "AAAA"),
            new MediaSource.Url("https://example.org/a.png", Optional.empty()),
            new MediaSource.FileId("file-0", DialectName.OPENAI_RESPONSES),
            new MediaSource.Inline("audio/mp3", "BBBB"),
            new MediaSource.Inline("application/pdf", "CCCC"),
            new MediaSource.Url("https://example.org/b.pdf", Optional.empty()),
            new MediaSource.FileId("file-1", DialectName.OPENAI_RESPONSES));
    assertThat(parts.getLast())
        .isInstanceOfSatisfying(
            Part.Foreign.class, it -> assertThat(it.type()).isEqualTo("part: input_smell"));
  }

  @Test
  void writesWhatItReads() {
    Losses losses = new Losses();
    CanonicalRequest request = read(FULL);

    JsonNode written = written(request, losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
    assertThat(read(written.toString())).isEqualTo(request);
    assertThat(written.path("text").path("verbosity").textValue()).isEqualTo("low");
    assertThat(written.path("reasoning").path("summary").textValue()).isEqualTo("detailed");
    assertThat(written.path("store").booleanValue()).isFalse();
    assertThat(Json.text(written)).contains("\"temperature\":0.70");
  }

  @Test
  void readsAStringAsAUsersTurn() {
    assertThat(read("{\"model\":\"m\",\"input\":\"hi\"}").turns())
        .containsExactly(new Turn(Turn.Role.USER, List.of(new Part.Text("hi"))));
  }

  @Test
  void keepsASystemMessageApartFromInstructions() {
    JsonNode written =
        written(read(withInput("{\"role\":\"system\",\"content\":\"stay\"}")), new Losses());

    assertThat(written.has("instructions")).isFalse();
    assertThat(written.path("input").get(0).path("role").textValue()).isEqualTo("system");
  }

  @Test
  void needsNoInputBesideStateAtTheProvider() {
    assertThat(read("{\"model\":\"m\",\"prompt\":{\"id\":\"p\"}}").turns()).isEmpty();
  }

  @Test
  void readsThinkingOfOtherDialectsAsTheirs() {
    CanonicalRequest request =
        read(
            withInput(
                """
                {"type":"reasoning","id":"rs_weir_1_0","summary":[{"type":"summary_text","text":"t"}],
                 "encrypted_content":"weir:anthropic:signature:a:b"},
                {"type":"reasoning","id":"rs_weir_1_1","summary":[],
                 "encrypted_content":"weir:anthropic:hidden:h"},
                {"type":"reasoning","id":"rs_weir_1_2","summary":[],
                 "encrypted_content":"weir:gemini:call:g"},
                {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
                {"type":"reasoning","id":"rs_weir_1_4","summary":[{"type":"summary_text","text":"u"}]}
                """));

    assertThat(request.turns().getFirst().parts())
        .containsExactly(
            new Part.Thinking("t", Optional.of("a:b"), DialectName.ANTHROPIC),
            new Part.HiddenThinking("h", DialectName.ANTHROPIC),
            new Part.ToolCall("c", "f", "{}", Optional.of("g"), Optional.empty()),
            new Part.Thinking("u", Optional.empty(), DialectName.OPENAI_RESPONSES));
  }

  @Test
  void showsNoProviderTheThinkingThatItDidNotSign() {
    Losses losses = new Losses();
    JsonNode written =
        written(
            read(
                withInput(
                    """
                    {"type":"reasoning","id":"rs_weir_1_0","summary":[],
                     "encrypted_content":"weir:anthropic:hidden:h"},
                    {"role":"user","content":"x"}
                    """)),
            losses);

    assertThat(Json.text(written)).doesNotContain("weir");
    assertThat(losses.dropped()).containsExactly("thinking");
  }

  @Test
  void joinsTheSummaryAndPrefersItToTheThoughts() {
    CanonicalRequest request =
        read(
            withInput(
                """
                {"type":"reasoning","id":"r","summary":[{"text":"a"},{"text":"b"}],
                 "content":[{"type":"reasoning_text","text":"long"}]},
                {"type":"reasoning","id":"s","summary":[],
                 "content":[{"type":"reasoning_text","text":"long"}]}
                """));

    assertThat(request.turns().getFirst().parts())
        .extracting(it -> ((Part.Thinking) it).text())
        .containsExactly("a\n\nb", "long");
  }

  @Test
  void takesAStrictSchemaForStrictWhereUnsaid() {
    Tool tool =
        read(withTool(
                """
                {"type":"function","name":"f","parameters":{"type":"object",
                 "properties":{"a":{"type":"string"}},"required":["a"],
                 "additionalProperties":false}}
                """))
            .tools()
            .getFirst();

    assertThat(((Tool.Function) tool).strict()).hasValue(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'type':'object','properties':{'a':{}}}",
        "{'type':'object','properties':{'a':{}},'required':['a']}",
        "{'type':'object','properties':{'a':{}},'required':[],'additionalProperties':false}",
        "{'type':'object','additionalProperties':false,'allOf':[{}]}",
        "{'type':'object','additionalProperties':false,'required':['a'],'properties':{'a':{'type':['object','null']}}}",
        "{'type':'object','additionalProperties':false,'required':['a'],'properties':{'a':{'items':{'properties':{}}}}}",
        "{'type':'string'}",
        "{}",
      })
  void leavesTheStrictnessOfOtherSchemasUnsaid(String schema) {
    String parameters = schema.replace('\'', '"');

    CanonicalRequest request =
        read(withTool("{\"type\":\"function\",\"name\":\"f\",\"parameters\":" + parameters + "}"));

    assertThat(((Tool.Function) request.tools().getFirst()).strict()).isEmpty();
    assertThat(written(request, new Losses()).path("tools").get(0).has("strict")).isFalse();
  }

  @Test
  void readsServerToolsAsForeignAndCustomOnesAsTheApplications() {
    assertThat(((Tool.Foreign) read(FULL).tools().get(1)).type()).isEqualTo("web_search");
    assertThat(read(FULL).tools().get(2)).isInstanceOf(Tool.Custom.class);
  }

  @ParameterizedTest
  @CsvSource({"none,None", "auto,Auto", "required,Required"})
  void readsChoicesOfTools(String text, String type) {
    ToolChoice choice =
        read("{\"model\":\"m\",\"input\":[],\"tool_choice\":\"" + text + "\"}").toolChoice();

    assertThat(choice.getClass().getSimpleName()).isEqualTo(type);
  }

  @Test
  void readsAllowedTools() {
    String body =
        """
        {"model":"m","input":[],"tool_choice":{"type":"allowed_tools","mode":"required",
         "tools":[{"type":"function","name":"f"}]}}
        """;

    assertThat(read(body).toolChoice()).isEqualTo(new ToolChoice.Among(Set.of("f"), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'tool_choice':{'type':'web_search'};tool_choice",
        "'tool_choice':{'type':'allowed_tools','tools':[{'type':'mcp'}]};tool_choice",
        "'previous_response_id':'r';previous_response_id",
        "'conversation':'c';conversation",
        "'prompt':{'id':'p'};prompt",
        "'background':true;background",
        "'text':{'format':{'type':'grammar'}};text.format",
      })
  void needsWhatOnlyTheProviderHas(String field, String name) {
    CanonicalRequest request =
        read("{\"model\":\"m\",\"input\":[]," + field.replace('\'', '"') + "}");

    assertThat(request.extras().needed()).containsExactly(name);
  }

  @Test
  void saysNothingOfWhatIsTheDefaultElsewhere() {
    CanonicalRequest request =
        read(
            """
            {"model":"m","input":[],"store":false,"background":false,"truncation":"disabled",
             "instructions":"i","include":["reasoning.encrypted_content"],
             "reasoning":{"summary":"auto"},"stream_options":{"include_obfuscation":true}}
            """);
    Losses losses = new Losses();

    request.extras().lose(losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
    assertThat(request.reasoning().shown()).hasValue(true);
  }

  @Test
  void namesWhatItDoesNotKnow() {
    CanonicalRequest request =
        read(
            """
            {"model":"m","verbosity":"low","reasoning":{"effort":"ultra","mode":"pro"},
             "text":{"tone":"x"},"include":["file_search_call.results"],
             "tools":[{"type":"function","name":"f","defer_loading":true}],
             "input":[{"role":"assistant","content":"x","phase":"commentary"}]}
            """);

    assertThat(request.extras().fields())
        .containsOnlyKeys(
            "input[0].phase",
            "tools[0].defer_loading",
            "include",
            "text.tone",
            "reasoning.mode",
            "reasoning.effort",
            "verbosity");
    assertThat(request.reasoning()).isEqualTo(Reasoning.UNSAID);
  }

  @Test
  void readsJsonMode() {
    assertThat(
            read("{\"model\":\"m\",\"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_object\"}}}")
                .outputFormat())
        .isEqualTo(OutputFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[1];;The request body is not a JSON object.",
        "{;;The request body is not valid JSON",
        "{'input':[]};model;The field 'model' is missing.",
        "{'model':'m'};input;The field 'input' is missing.",
        "{'model':'m','input':7};input;must be a string or an array",
        "{'model':'m','input':[7]};input[0];must be an object",
        "{'model':'m','input':[{}]};input[0].role;is missing",
        "{'model':'m','input':[{'role':'boss','content':''}]};input[0].role;must be 'system'",
        "{'model':'m','input':[{'role':'user','content':[{'type':'input_text'}]}]};input[0].content[0].text;is missing",
        "{'model':'m','input':[{'type':'function_call','name':'f'}]};input[0].call_id;is missing",
        "{'model':'m','input':[],'max_output_tokens':-1};max_output_tokens;a whole number",
        "{'model':'m','input':[],'temperature':'hot'};temperature;must be a number",
        "{'model':'m','input':[],'tools':[{'name':'f'}]};tools[0].type;is missing",
        "{'model':'m','input':[],'tool_choice':'any'};tool_choice;must be 'none'",
        "{'model':'m','model':'n','input':[]};;not valid JSON",
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
    }
  }
}
