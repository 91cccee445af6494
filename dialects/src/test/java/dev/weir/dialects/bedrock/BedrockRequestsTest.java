package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
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
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BedrockRequestsTest {

  private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

  private static final String FULL =
      """
      {"system":[{"text":"be brief"},{"cachePoint":{"type":"default"}},{"text":"really"}],
       "messages":[
        {"role":"user","content":[
          {"text":"look"},
          {"image":{"format":"png","source":{"bytes":"AAAA"}}},
          {"document":{"format":"pdf","name":"a","source":{"bytes":"CCCC"}}},
          {"video":{"format":"mp4","source":{"bytes":"DDDD"}}},
          {"cachePoint":{"type":"default","ttl":"1h"}},
          {"guardContent":{"text":{"text":"guard me"}}}]},
        {"role":"assistant","content":[
          {"reasoningContent":{"reasoningText":{"text":"hm","signature":"sig"}}},
          {"reasoningContent":{"redactedContent":"EEEE"}},
          {"text":"I call"},
          {"toolUse":{"toolUseId":"t1","name":"f","input":{"a":1.50}}},
          {"toolUse":{"toolUseId":"t2","name":"f","input":{}}}]},
        {"role":"user","content":[
          {"toolResult":{"toolUseId":"t1","content":[{"text":"one"},{"image":{"format":"gif","source":{"bytes":"FFFF"}}}]}},
          {"toolResult":{"toolUseId":"t2","content":[{"json":{"b":2}}],"status":"error"}}]}],
       "inferenceConfig":{"maxTokens":5000,"temperature":1.0,"topP":0.99,"stopSequences":["END"]},
       "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000},"anthropic_beta":["x"]},
       "toolConfig":{
         "tools":[
           {"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{"type":"object"}},"strict":true}},
           {"cachePoint":{"type":"default"}},
           {"systemTool":{"name":"nova_grounding"}}],
         "toolChoice":{"auto":{}}},
       "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{\\"type\\":\\"object\\"}","name":"s"}}}},
       "guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1"},
       "serviceTier":{"type":"reserved","more":1},
       "requestMetadata":{"team":"x"}}
      """;

  private final BedrockDialect dialect = new BedrockDialect();
  private final Losses losses = new Losses();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static CallAddress at(String model, boolean stream) {
    return new CallAddress(Optional.of(model), Optional.of(stream));
  }

  private CanonicalRequest read(String body) {
    return request(dialect.read(body.getBytes(UTF_8), at(CLAUDE, true)));
  }

  private static CanonicalRequest request(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private JsonNode written(CanonicalRequest request) {
    byte[] body = dialect.write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  private static JsonNode json(String text) {
    return Json.tree(text).orElseThrow();
  }

  @Test
  void isOneOfTheDialects() {
    assertThat(Dialects.of(DialectName.BEDROCK).name()).isEqualTo(DialectName.BEDROCK);
  }

  @Test
  void readsEveryKindOfPart() {
    CanonicalRequest request = read(FULL);

    Optional<CacheMark> hour = Optional.of(new CacheMark(Optional.of("1h")));
    assertThat(request.model()).isEqualTo(CLAUDE);
    assertThat(request.stream()).isTrue();
    assertThat(request.turns())
        .containsExactly(
            new Turn(
                Turn.Role.SYSTEM,
                List.of(
                    new Part.Text("be brief", Optional.of(new CacheMark(Optional.empty()))),
                    new Part.Text("really"))),
            new Turn(
                Turn.Role.USER,
                List.of(
                    new Part.Text("look"),
                    media(Part.Media.Kind.IMAGE, "image/png", "AAAA", Optional.empty()),
                    new Part.Media(
                        Part.Media.Kind.DOCUMENT,
                        new MediaSource.Inline("application/pdf", "CCCC"),
                        Optional.empty(),
                        Optional.of("a"),
                        Optional.empty()),
                    media(Part.Media.Kind.VIDEO, "video/mp4", "DDDD", hour),
                    new Part.Foreign(
                        DialectName.BEDROCK,
                        "guardContent",
                        json("{\"guardContent\":{\"text\":{\"text\":\"guard me\"}}}")))),
            new Turn(
                Turn.Role.ASSISTANT,
                List.of(
                    new Part.Thinking("hm", Optional.of("sig"), DialectName.BEDROCK),
                    new Part.HiddenThinking("EEEE", DialectName.BEDROCK),
                    new Part.Text("I call"),
                    new Part.ToolCall("t1", "f", "{\"a\":1.50}"),
                    new Part.ToolCall("t2", "f", "{}"))),
            new Turn(
                Turn.Role.USER,
                List.of(
                    new Part.ToolResult(
                        "t1",
                        Optional.empty(),
                        List.of(
                            new Part.Text("one"),
                            media(Part.Media.Kind.IMAGE, "image/gif", "FFFF", Optional.empty())),
                        false,
                        Optional.empty()),
                    new Part.ToolResult(
                        "t2",
                        Optional.empty(),
                        List.of(new Part.Text("{\"b\":2}")),
                        true,
                        Optional.empty()))));
  }

  private static Part media(
      Part.Media.Kind kind, String type, String base64, Optional<CacheMark> cached) {
    return new Part.Media(
        kind, new MediaSource.Inline(type, base64), Optional.empty(), Optional.empty(), cached);
  }

  @Test
  void readsEverySetting() {
    CanonicalRequest request = read(FULL);

    assertThat(request.maxOutputTokens()).hasValue(5000);
    assertThat(request.sampling().temperature()).contains(new BigDecimal("1.0"));
    assertThat(request.sampling().topP()).contains(new BigDecimal("0.99"));
    assertThat(request.sampling().stop()).containsExactly("END");
    assertThat(request.serviceTier()).contains("reserved");
    assertThat(request.reasoning())
        .isEqualTo(new Reasoning(Optional.empty(), OptionalLong.of(2000), Optional.empty()));
    assertThat(request.toolChoice()).isEqualTo(ToolChoice.AUTO);
    assertThat(request.tools().getFirst())
        .isEqualTo(
            new Tool.Function(
                "f",
                Optional.of("d"),
                Optional.of(json("{\"type\":\"object\"}")),
                Optional.of(true),
                Optional.of(new CacheMark(Optional.empty()))));
    assertThat(request.tools().getLast()).isInstanceOf(Tool.Foreign.class);
    assertThat(request.outputFormat())
        .isEqualTo(
            new OutputFormat.Schema(
                Optional.of("s"),
                Optional.empty(),
                json("{\"type\":\"object\"}"),
                Optional.empty()));
    assertThat(request.extras().fields())
        .containsOnlyKeys(
            "additionalModelRequestFields.anthropic_beta",
            "serviceTier.more",
            "guardrailConfig",
            "requestMetadata");
  }

  @Test
  void writesWhatItReads() {
    CanonicalRequest request = read(FULL);

    CanonicalRequest again = read(written(request).toString());

    assertThat(again).isEqualTo(request);
    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, m, /model/m/converse-stream",
    "false, a.b-v1:0, /model/a.b-v1%3A0/converse",
    "false, arn:aws:bedrock:us-east-1:1:inference-profile/us.x,"
        + " /model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.x/converse"
  })
  void writesTheModelIntoThePath(boolean stream, String model, String path) {
    CanonicalRequest request =
        request(dialect.read("{\"messages\":[]}".getBytes(UTF_8), at(model, stream)));

    assertThat(dialect.write(request, losses).path()).isEqualTo(path);
  }

  @Test
  void needsAModelInThePath() {
    assertThat(dialect.read("{\"messages\":[]}".getBytes(UTF_8), CallAddress.SAYS_NOTHING))
        .isEqualTo(new Reading.Wrong("modelId", "The path names no model."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | messages",
        "{\"messages\":[{\"role\":\"tool\",\"content\":[]}]} | messages[0].role",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | messages[0].content",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":1}]}]} | messages[0].content[0].text",
        "{\"messages\":[],\"inferenceConfig\":{\"maxTokens\":\"x\"}} | inferenceConfig.maxTokens",
        "{\"messages\":[],\"toolConfig\":{\"tools\":[{\"toolSpec\":{}}]}} | toolConfig.tools[0].toolSpec.name"
      })
  void namesTheWrongField(String body, String field) {
    assertThat(dialect.read(body.getBytes(UTF_8), at("m", false)))
        .isInstanceOfSatisfying(Reading.Wrong.class, it -> assertThat(it.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    Reading reading = dialect.read(Pieces.mutated(FULL.getBytes(UTF_8), seed), at(CLAUDE, false));

    if (reading instanceof Reading.Read(CanonicalRequest request)) {
      assertThat(dialect.write(request, losses).body()).isNotEmpty();
    }
  }

  @Test
  void refusesToLoseAGuardrailInAnotherDialect() {
    String body =
        """
        {"messages":[{"role":"user","content":[{"text":"hi"}]}],
         "guardrailConfig":{},"requestMetadata":{}}
        """;

    var unused = ChatDialect.ofOpenAi().write(read(body), losses);

    assertThat(unused.path()).isNotEmpty();
    assertThat(losses.refused()).containsExactly("guardrailConfig");
    assertThat(losses.dropped()).containsExactly("requestMetadata");
  }

  @Test
  void keepsPlacesInS3AndSounds() {
    String content =
        """
        [{"text":"see and hear"},
         {"image":{"format":"png","source":{"s3Location":{"uri":"s3://bucket/a"}}}},
         {"document":{"format":"pdf","name":"a","source":{"s3Location":{"uri":"s3://bucket/b"}}}},
         {"video":{"format":"mp4","source":{"s3Location":{"uri":"s3://bucket/c","bucketOwner":"123456789012"}}}},
         {"audio":{"format":"mp3","source":{"bytes":"AAAA"}}}]
        """;

    CanonicalRequest request =
        read("{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");

    assertThat(written(request).path("messages").path(0).path("content")).isEqualTo(json(content));
    assertThat(request.turns().getFirst().parts())
        .contains(
            new Part.Media(
                Part.Media.Kind.IMAGE,
                new MediaSource.Url("s3://bucket/a", Optional.of("image/png")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void asksForThinkingNotBelowTheLeastBudget() {
    CanonicalRequest request =
        read(
            """
            {"messages":[],"additionalModelRequestFields":{"top_k":3,
             "thinking":{"type":"enabled","budget_tokens":10}}}
            """);

    assertThat(request.sampling().topK()).hasValue(3);
    assertThat(
            written(request)
                .path("additionalModelRequestFields")
                .path("thinking")
                .path("budget_tokens")
                .longValue())
        .isEqualTo(1024);
  }

  @Test
  void takesBackTheSignatureOfACallThatItCarried() {
    String hidden = CarriedProof.hiddenOfCall("proof");
    CanonicalRequest request =
        read(
            """
            {"messages":[{"role":"assistant","content":[
              {"reasoningContent":{"redactedContent":"%s"}},
              {"toolUse":{"toolUseId":"t1","name":"f","input":{}}}]}]}
            """
                .formatted(hidden));

    assertThat(request.turns().getFirst().parts())
        .containsExactly(
            new Part.ToolCall("t1", "f", "{}", Optional.of("proof"), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "-1.5e99999", "\"x\"", "[]", "[7]", "{}", "{\"type\":[]}"})
  void readsWrongTypesOrNamesThem(String wrong) {
    for (JsonNode altered : BedrockDocumentsTest.altered(json(FULL), json(wrong))) {
      Reading reading = dialect.read(Json.bytes(altered), at(CLAUDE, false));

      if (reading instanceof Reading.Read(CanonicalRequest request)) {
        assertThat(dialect.write(request, losses).body()).isNotEmpty();
      }
    }
  }
}
