package dev.weir.dialects.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Reasoning;
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

final class ChatRequestsTest {

  private static final String FULL =
      """
      {"model":"m","stream":true,"stream_options":{"include_usage":true},
       "max_tokens":10,"max_completion_tokens":20,"temperature":0.70,"top_p":1,"n":2,"stop":"END",
       "seed":-5,"logprobs":true,"top_logprobs":3,"frequency_penalty":-0.5,"presence_penalty":0.5,
       "reasoning_effort":"xhigh","user":"u","service_tier":"flex","logit_bias":{"50":1},
       "parallel_tool_calls":false,
       "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"},"strict":true}},
       "tool_choice":{"type":"function","function":{"name":"f"}},
       "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}}],
       "messages":[
        {"role":"system","content":"be brief"},
        {"role":"developer","content":[{"type":"text","text":"really"}]},
        {"role":"user","content":[
          {"type":"text","text":"look"},
          {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},
          {"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
          {"type":"input_audio","input_audio":{"data":"BBBB","format":"mp3"}},
          {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}},
          {"type":"file","file":{"file_id":"file-1"}}]},
        {"role":"assistant","content":null,"tool_calls":[
          {"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
          {"id":"t2","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"t1","content":"one"},
        {"role":"tool","tool_call_id":"t2","content":"two"},
        {"role":"assistant","content":"done","refusal":"no more"}]}
      """;

  private final ChatDialect dialect = ChatDialect.ofOpenAi();

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
    return "{\"model\":\"m\",\"messages\":[" + messages + "]}";
  }

  @Test
  void readsEveryKindOfPart() {
    List<Turn> turns = read(FULL).turns();

    assertThat(turns)
        .extracting(Turn::role)
        .containsExactly(
            Turn.Role.SYSTEM,
            Turn.Role.DEVELOPER,
            Turn.Role.USER,
            Turn.Role.ASSISTANT,
            Turn.Role.USER,
            Turn.Role.USER,
            Turn.Role.ASSISTANT);
    assertThat(turns.get(2).parts())
        .filteredOn(Part.Media.class::isInstance)
        .extracting(it -> ((Part.Media) it).source())
        .containsExactly(
            new MediaSource.Inline("image/png", "AAAA"),
            new MediaSource.Url("https://example.org/a.png", Optional.empty()),
            new MediaSource.Inline("audio/mp3", "BBBB"),
            new MediaSource.Inline("application/pdf", "CCCC"),
            new MediaSource.FileId("file-1", DialectName.OPENAI_CHAT));
    assertThat(turns.get(3).parts())
        .containsExactly(
            new Part.ToolCall("t1", "f", "{\"a\":1}"), new Part.ToolCall("t2", "f", "{}"));
  }

  @Test
  void writesWhatItReads() {
    Losses losses = new Losses();
    CanonicalRequest request = read(FULL);

    JsonNode written = written(request, losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
    assertThat(read(written.toString())).isEqualTo(request);
    assertThat(written.path("logit_bias").path("50").intValue()).isOne();
  }

  @Test
  void prefersTheNewerLimit() {
    assertThat(read(FULL).maxOutputTokens()).hasValue(20);
  }

  @Test
  void keepsTheDigitsOfNumbers() {
    assertThat(Json.text(written(read(FULL), new Losses()))).contains("\"temperature\":0.70");
  }

  @Test
  void asksForTheUsageOfEveryStream() {
    JsonNode written =
        written(read("{\"model\":\"m\",\"stream\":true,\"messages\":[]}"), new Losses());

    assertThat(written.path("stream_options").path("include_usage").booleanValue()).isTrue();
  }

  @Test
  void keepsWhatToolsGaveBesideTextAsAUsersTurn() {
    CanonicalRequest request =
        read(
            withMessages(
                """
                {"role":"assistant","tool_calls":[
                  {"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"t","content":[
                  {"type":"text","text":"see"},
                  {"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}
                """));

    JsonNode messages = written(request, new Losses()).path("messages");

    assertThat(messages).hasSize(3);
    assertThat(messages.get(1).path("content").textValue()).isEqualTo("see");
    assertThat(messages.get(2).path("role").textValue()).isEqualTo("user");
    assertThat(messages.get(2).path("content").get(0).path("type").textValue())
        .isEqualTo("image_url");
  }

  @Test
  void readsThinkingWithItsSignature() {
    CanonicalRequest request =
        read(
            withMessages(
                """
                {"role":"assistant","content":"a","reasoning_content":"t","reasoning_details":[
                  {"type":"reasoning.text","text":"t","signature":"s","format":"anthropic-claude-v1"},
                  {"type":"reasoning.encrypted","data":"d","format":"openai-responses-v1"}]}
                """));

    assertThat(request.turns().getFirst().parts())
        .containsExactly(
            new Part.Thinking("t", Optional.of("s"), DialectName.ANTHROPIC),
            new Part.HiddenThinking("d", DialectName.OPENAI_RESPONSES),
            new Part.Text("a"));
  }

  @Test
  void namesWhatItDoesNotKnow() {
    CanonicalRequest request =
        read(
            """
            {"model":"m","verbosity":"low","reasoning_effort":"ultra",
             "messages":[{"role":"user","name":"bob","content":"x"}]}
            """);

    assertThat(request.extras().fields())
        .containsOnlyKeys("messages[0].name", "verbosity", "reasoning_effort");
    assertThat(request.reasoning()).isEqualTo(Reasoning.UNSAID);
  }

  @ParameterizedTest
  @CsvSource({
    "none,None",
    "auto,Auto",
    "required,Required",
  })
  void readsChoicesOfTools(String text, String type) {
    ToolChoice choice =
        read("{\"model\":\"m\",\"messages\":[],\"tool_choice\":\"" + text + "\"}").toolChoice();

    assertThat(choice.getClass().getSimpleName()).isEqualTo(type);
  }

  @Test
  void readsAllowedTools() {
    String body =
        """
        {"model":"m","messages":[],"tool_choice":{"type":"allowed_tools","allowed_tools":
          {"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}}}
        """;

    assertThat(read(body).toolChoice()).isEqualTo(new ToolChoice.Among(Set.of("f"), true));
  }

  @Test
  void namesWhatItDoesNotKnowOfEachKindOfTool() {
    CanonicalRequest request =
        read(
            """
            {"model":"m","messages":[],"tools":[
              {"type":"function","function":{"name":"f"},"custom":{}},
              {"type":"custom","custom":{"name":"c"},"cache_control":{"type":"ephemeral"}}]}
            """);

    assertThat(request.extras().fields())
        .containsOnlyKeys("tools[0].custom", "tools[1].cache_control");
  }

  @Test
  void dropsStopSequencesBeyondWhatOpenAiTakes() {
    CanonicalRequest request =
        read("{\"model\":\"m\",\"messages\":[],\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}");
    Losses ofOpenAi = new Losses();
    Losses ofOthers = new Losses();

    String toOpenAi = new String(dialect.write(request, ofOpenAi).body(), UTF_8);
    String toOthers =
        new String(
            ChatDialect.ofCompatibleServer("localhost").write(request, ofOthers).body(), UTF_8);

    assertThat(toOpenAi).contains("[\"1\",\"2\",\"3\",\"4\"]");
    assertThat(ofOpenAi.dropped()).containsExactly("stop");
    assertThat(toOthers).contains("[\"1\",\"2\",\"3\",\"4\",\"5\"]");
    assertThat(ofOthers.dropped()).isEmpty();
  }

  @Test
  void readsJsonMode() {
    assertThat(
            read("{\"model\":\"m\",\"messages\":[],\"response_format\":{\"type\":\"json_object\"}}")
                .outputFormat())
        .isEqualTo(OutputFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[1];;The request body is not a JSON object.",
        "{;;The request body is not valid JSON",
        "{'messages':[]};model;The field 'model' is missing.",
        "{'model':'m'};messages;The field 'messages' is missing.",
        "{'model':1,'messages':[]};model;The field 'model' must be a string.",
        "{'model':'m','messages':[{'role':'user','content':7}]};messages[0].content;must be",
        "{'model':'m','messages':[{'role':'boss'}]};messages[0].role;must be 'system'",
        "{'model':'m','messages':[],'max_tokens':-1};max_tokens;must be a whole number",
        "{'model':'m','messages':[],'temperature':'hot'};temperature;must be a number",
        "{'model':'m','model':'n','messages':[]};;not valid JSON",
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
