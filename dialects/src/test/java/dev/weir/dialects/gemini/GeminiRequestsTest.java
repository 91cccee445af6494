package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GeminiRequestsTest extends GeminiRequestCase {

  private static final String FULL =
      """
      {"systemInstruction":{"parts":[{"text":"be brief"}]},
       "contents":[
        {"parts":[{"text":"look"},
          {"inlineData":{"mimeType":"image/png","data":"AAAA"}},
          {"fileData":{"mimeType":"application/pdf","fileUri":"https://example.org/a.pdf"}},
          {"fileData":{"fileUri":"gs://bucket/film.mp4"}}]},
        {"role":"model","parts":[
          {"text":"hm","thought":true,"thoughtSignature":"c2ln"},
          {"text":"so"},
          {"functionCall":{"id":"t1","name":"f","args":{"a":1.50}},"thoughtSignature":"c2lnMg=="},
          {"functionCall":{"name":"f","args":{}}},
          {"executableCode":{"language":"PYTHON","code":"1"}}]},
        {"role":"user","parts":[
          {"functionResponse":{"id":"t1","name":"f","response":{"result":"one"}}},
          {"functionResponse":{"name":"f","response":{"error":"no"}}}]},
        {"role":"model","parts":[{"text":"done"}]}],
       "tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object"}}]},
        {"googleSearch":{}}],
       "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]},"retrievalConfig":{"languageCode":"de"}},
       "generationConfig":{"temperature":0.70,"topP":1,"topK":40,"candidateCount":2,
        "maxOutputTokens":20,"stopSequences":["END"],"seed":-5,"presencePenalty":0.5,
        "frequencyPenalty":-0.5,"responseMimeType":"application/json",
        "responseJsonSchema":{"type":"object"},"responseLogprobs":true,"logprobs":3,
        "thinkingConfig":{"thinkingBudget":-1,"includeThoughts":true},
        "mediaResolution":"MEDIA_RESOLUTION_LOW"},
       "safetySettings":[{"category":"C","threshold":"BLOCK_NONE"}],
       "cachedContent":"cachedContents/1","labels":{"a":"b"}}
      """;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @Test
  void writesWhatItReads() {
    Losses losses = new Losses();
    CanonicalRequest request = read(FULL);

    JsonNode written = written(request, losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
    assertThat(read(Json.text(written))).isEqualTo(request);
    assertThat(written.path("generationConfig")).isEqualTo(tree(FULL).path("generationConfig"));
    assertThat(written.path("toolConfig")).isEqualTo(tree(FULL).path("toolConfig"));
    assertThat(written.path("contents").path(1)).isEqualTo(tree(FULL).path("contents").path(1));
    assertThat(written.path("contents").path(2)).isEqualTo(tree(FULL).path("contents").path(2));
  }

  @Test
  void putsModelAndStreamIntoThePath() {
    CanonicalRequest request = read("{\"contents\":[]}").withModel("a b/c");

    assertThat(request.stream()).isTrue();
    assertThat(dialect.write(request, new Losses()).path())
        .isEqualTo("/models/a%20b%2Fc:streamGenerateContent?alt=sse");
    assertThat(dialect.write(chat("\"messages\":[]"), new Losses()).path())
        .isEqualTo("/models/gemini-2.5-flash:generateContent");
  }

  @ParameterizedTest
  @CsvSource({
    "models/m, true, /models/m:streamGenerateContent",
    "m, false, /models/m:generateContent",
    "tunedModels/t, false, /tunedModels/t:generateContent"
  })
  void asksForNoEventsWhereItsStreamsAreArrays(String model, boolean stream, String path) {
    assertThat(GeminiDialect.ofArrays().path(model, stream)).isEqualTo(path);
  }

  @Test
  void dropsSeedsAndStopsBeyondWhatGeminiTakes() {
    Losses losses = new Losses();

    JsonNode config =
        written(
                chat(
                    """
                    "messages":[],"seed":3000000000,"stop":["a","b","c","d","e","f"]
                    """),
                losses)
            .path("generationConfig");

    assertThat(config).isEqualTo(tree("{\"stopSequences\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}"));
    assertThat(losses.dropped()).containsExactlyInAnyOrder("seed", "stop");
  }

  @Test
  void putsReferredSchemasOfOthersInPlaceAndRefusesThoseThatLeadNowhere() {
    Losses losses = new Losses();

    JsonNode written =
        written(
            chat(
                """
                "messages":[],"tools":[
                 {"type":"function","function":{"name":"f","parameters":{"type":"object",
                  "properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"const":1}}}}},
                 {"type":"function","function":{"name":"g","parameters":{"type":"object",
                  "properties":{}}}},
                 {"type":"function","function":{"name":"h","parameters":{"$ref":"#/$defs/gone"}}}]
                """),
            losses);

    assertThat(written.path("tools").path(0).path("functionDeclarations").path(0))
        .isEqualTo(
            tree(
                """
                {"name":"f","parametersJsonSchema":
                 {"type":"object","properties":{"a":{"enum":[1]}}}}
                """));
    assertThat(written.path("tools").path(0).path("functionDeclarations").path(1))
        .isEqualTo(tree("{\"name\":\"g\"}"));
    assertThat(losses.refused()).containsExactly("tools: a schema whose references do not resolve");
  }

  @Test
  void readsBothSpellings() {
    CanonicalRequest request =
        read(
            """
            {"system_instruction":{"parts":[{"text":"s"}]},
             "generation_config":{"max_output_tokens":5,"thinking_config":{"thinking_budget":7}},
             "tools":[{"function_declarations":[{"name":"f","parameters_json_schema":{"a_b":1}}]}],
             "tool_config":{"function_calling_config":{"mode":"ANY"}},
             "contents":[{"parts":[{"inline_data":{"mime_type":"audio/wav","data":"A"}},
              {"function_response":{"name":"f","response":{"a_b":1}}}]}]}
            """);

    assertThat(request.turns().getFirst().role()).isEqualTo(Turn.Role.SYSTEM);
    assertThat(request.maxOutputTokens()).hasValue(5);
    assertThat(request.reasoning().budgetTokens()).hasValue(7);
    assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(((Tool.Function) request.tools().getFirst()).schema()).contains(tree("{\"a_b\":1}"));
    assertThat(request.turns().get(1).parts().getFirst())
        .isInstanceOfSatisfying(
            Part.Media.class, it -> assertThat(it.kind()).isEqualTo(Part.Media.Kind.AUDIO));
    assertThat(request.turns().get(1).parts().get(1))
        .isInstanceOfSatisfying(
            Part.ToolResult.class,
            it -> assertThat(it.content()).containsExactly(new Part.Text("{\"a_b\":1}")));
    assertThat(request.extras().fields()).isEmpty();
  }

  @Test
  void gathersInstructionsAndMergesNeighbours() {
    JsonNode root =
        written(
            chat(
                """
                "messages":[{"role":"system","content":"a"},{"role":"user","content":"b"},
                 {"role":"developer","content":"c"},{"role":"user","content":"d"},
                 {"role":"assistant","content":""},{"role":"user","content":"e"}]
                """));

    assertThat(root.path("systemInstruction"))
        .isEqualTo(tree("{\"parts\":[{\"text\":\"a\"},{\"text\":\"c\"}]}"));
    assertThat(root.path("contents").findValuesAsText("text")).containsExactly("b", "d", "e");
    assertThat(root.path("contents").findValuesAsText("role")).containsOnly("user");
  }

  @Test
  void namesWhatItCannotSay() {
    Losses losses = new Losses();

    written(
        chat(
            """
            "user":"u","service_tier":"scale","parallel_tool_calls":false,"logit_bias":{"1":2},
            "web_search_options":{},
            "tools":[{"type":"mystery","mystery":{"name":"c"}},
             {"type":"function","function":{"name":"f","strict":true}}],
            "messages":[{"role":"user","content":[
             {"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
             {"type":"file","file":{"file_id":"file-1"}}]},
             {"role":"assistant","reasoning_content":"hm","content":"b"}]
            """),
        losses);

    assertThat(losses.dropped())
        .containsExactlyInAnyOrder(
            "user",
            "service_tier",
            "parallel_tool_calls",
            "logit_bias",
            "strict",
            "cache_control",
            "thinking");
    assertThat(losses.refused())
        .containsExactlyInAnyOrder(
            "tools: mystery", "content: a file by its id", "web_search_options");
  }

  @Test
  void otherDialectsNameItsOwnFieldsAndTools() {
    Losses losses = new Losses();

    ChatDialect.ofOpenAi().write(read(FULL), losses);

    assertThat(losses.refused())
        .contains("cachedContent", "tools: googleSearch", "content: executableCode");
    assertThat(losses.dropped())
        .contains("safetySettings", "labels", "generationConfig.mediaResolution");
  }

  @Test
  void readsGooglesSchemasAsJsonSchema() {
    CanonicalRequest request =
        read(
            """
            {"contents":[],"generationConfig":{"responseMimeType":"application/json",
             "responseSchema":{"type":"OBJECT","propertyOrdering":["type"],"properties":{
               "type":{"type":"STRING","format":"enum","enum":["a"],"nullable":true},
               "n":{"type":"ARRAY","minItems":"1","items":{"type":"INTEGER"}}}}}}
            """);

    assertThat(request.outputFormat())
        .isInstanceOfSatisfying(
            OutputFormat.Schema.class,
            it ->
                assertThat(Json.text(it.schema()))
                    .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{"
                            + "\"type\":{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]},"
                            + "\"n\":{\"type\":\"array\",\"minItems\":1,"
                            + "\"items\":{\"type\":\"integer\"}}}}"));
  }

  @Test
  void writesPicturesByTheirAddress() {
    JsonNode written =
        written(
            chat(
                """
                "messages":[{"role":"user","content":[{"type":"image_url",
                 "image_url":{"url":"https://example.org/a.png?x=1"}}]}]
                """));

    assertThat(written.path("contents").path(0).path("parts").path(0))
        .isEqualTo(
            tree(
                """
                {"fileData":{"mimeType":"image/png","fileUri":"https://example.org/a.png?x=1"}}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}| contents",
        "{'contents':7}| contents",
        "{'contents':[{'role':'robot'}]}| contents[0].role",
        "{'contents':[{'parts':[{'text':7}]}]}| contents[0].parts[0].text",
        "{'contents':[{'parts':[{'functionCall':{}}]}]}| contents[0].parts[0].functionCall.name",
        "{'contents':[],'generationConfig':{'topK':1.5}}| generationConfig.topK",
        "{'contents':[],'tools':[{'functionDeclarations':[{}]}]}| tools[0].functionDeclarations[0].name",
        "{'contents':[],'generationConfig':{'thinkingConfig':{'thinkingBudget':-2}}}| generationConfig.thinkingConfig.thinkingBudget"
      })
  void namesTheWrongField(String body, String field) {
    Reading reading = dialect.read(body.replace('\'', '"').getBytes(UTF_8), ADDRESS);

    assertThat(reading)
        .isInstanceOfSatisfying(Reading.Wrong.class, it -> assertThat(it.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    byte[] broken = Pieces.mutated(FULL.getBytes(UTF_8), seed);

    if (dialect.read(broken, ADDRESS) instanceof Reading.Read(CanonicalRequest request)) {
      assertThat(dialect.write(request, new Losses()).body()).isNotEmpty();
    }
  }
}
