package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GeminiDialectTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);
  private static final CallAddress STREAM =
      new CallAddress(Optional.of("gemini-2.5-pro"), Optional.of(true));

  private static final String FULL =
      """
      {"system_instruction":{"parts":[{"text":"be brief"}]},
       "contents":[
        {"role":"user","parts":[{"text":"look"},{"inline_data":{"mime_type":"image/png","data":"AAAA"}},
          {"fileData":{"mimeType":"video/mp4","fileUri":"gs://b/f"}}]},
        {"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"t1"},
          {"functionCall":{"id":"a1","name":"weather","args":{"city":"Oslo"}},"thoughtSignature":"s1"},
          {"functionCall":{"id":"b2","name":"weather","args":{"city":"Rome"}}}]},
        {"role":"user","parts":[
          {"functionResponse":{"id":"a1","name":"weather","response":{"result":"rain"}}},
          {"functionResponse":{"id":"b2","name":"weather","response":{"degrees":20}}}]}],
       "tools":[{"functionDeclarations":[{"name":"weather","description":"d",
          "parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING","nullable":true}}}}]}],
       "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["weather"]}},
       "safetySettings":[{"category":"x"}],
       "generationConfig":{"temperature":0.70,"topK":40,"topP":0.9,"candidateCount":1,
         "maxOutputTokens":99,"stopSequences":["END"],"seed":7,"responseMimeType":"application/json",
         "responseJsonSchema":{"type":"object"},"audioTimestamp":true,
         "thinkingConfig":{"thinkingBudget":1024,"includeThoughts":true}}}
      """;

  private static final String SSE =
      """
      data: {"candidates":[{"content":{"role":"model","parts":[{"text":"think","thought":true}]},"index":0}],"modelVersion":"g","responseId":"id1"}

      data: {"candidates":[{"content":{"parts":[{"text":"h\\u00e9 \u20ac"}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":1}}\r
      \r
      data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"s"},{"functionCall":{"name":"g"}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":2,"toolUsePromptTokenCount":1,"totalTokenCount":17}}

      """;

  private final GeminiDialect dialect = new GeminiDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private CanonicalRequest read(String body) {
    Reading reading = dialect.read(body.getBytes(UTF_8), STREAM);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private JsonNode written(CanonicalRequest request, Losses losses) {
    byte[] body = dialect.write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  /** A request in Chat's dialect, as Gemini gets it. */
  private JsonNode fromChat(String messages, String more, Losses losses) {
    String body = "{\"model\":\"gemini-2.5-pro\",\"messages\":" + messages + more + "}";
    Reading reading =
        Dialects.of(DialectName.OPENAI_CHAT).read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    return written(((Reading.Read) reading).request(), losses);
  }

  @Test
  void readsEitherSpellingOfFields() {
    CanonicalRequest request = read(FULL);

    assertThat(request.turns())
        .extracting(Turn::role)
        .containsExactly(Turn.Role.SYSTEM, Turn.Role.USER, Turn.Role.ASSISTANT, Turn.Role.USER);
    assertThat(request.turns().get(1).parts()).hasSize(3);
    assertThat(request.sampling().topK()).hasValue(40);
    assertThat(request.stream()).isTrue();
    assertThat(request.model()).isEqualTo("gemini-2.5-pro");
  }

  @Test
  void writesWhatItReads() {
    CanonicalRequest request = read(FULL);
    Losses losses = new Losses();

    JsonNode written = written(request, losses);

    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.refused()).isEmpty();
    assertThat(read(written.toString())).isEqualTo(request);
    assertThat(written.at("/generationConfig/audioTimestamp").booleanValue()).isTrue();
    assertThat(written.at("/safetySettings/0/category").textValue()).isEqualTo("x");
    assertThat(Json.text(written)).contains("\"temperature\":0.70");
  }

  @Test
  void asksAtThePathOfTheModel() {
    assertThat(dialect.write(read(FULL).withModel("a b/c"), new Losses()).path())
        .isEqualTo("/models/a%20b%2Fc:streamGenerateContent?alt=sse");
  }

  @Test
  void turnsGooglesSchemasIntoJsonSchema() {
    var tool = (Tool.Function) read(FULL).tools().getFirst();

    assertThat(tool.schema().orElseThrow().toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":[\"string\",\"null\"]}}}");
  }

  @Test
  void matchesResultsWithoutIdsByNameAndOrder() {
    CanonicalRequest request =
        read(
            """
            {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}},
               {"functionCall":{"name":"f","args":{}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"1"}}},
               {"functionResponse":{"name":"f","response":{"result":"2"}}}]}]}
            """);

    assertThat(request.turns().getLast().parts())
        .extracting(it -> ((Part.ToolResult) it).callId())
        .containsExactly("call_0", "call_1");
  }

  @Test
  void namesTheFunctionOfAResultAndMergesParallelOnes() {
    JsonNode written =
        fromChat(
            """
            [{"role":"user","content":"hi"},
             {"role":"assistant","tool_calls":[
               {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
               {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"a","content":"{\\"x\\":1}"},
             {"role":"tool","tool_call_id":"b","content":"sun"}]
            """,
            "",
            new Losses());

    JsonNode parts = written.at("/contents/2/parts");
    assertThat(parts).hasSize(2);
    assertThat(parts.at("/0/functionResponse/name").textValue()).isEqualTo("f");
    assertThat(parts.at("/0/functionResponse/response/x").intValue()).isOne();
    assertThat(parts.at("/1/functionResponse/response/result").textValue()).isEqualTo("sun");
  }

  @Test
  void gathersInstructionsFromWhereverTheyStand() {
    JsonNode written =
        fromChat(
            """
            [{"role":"system","content":"one"},{"role":"user","content":"hi"},
             {"role":"developer","content":"two"},{"role":"user","content":"more"}]
            """,
            "",
            new Losses());

    assertThat(written.at("/systemInstruction/parts")).hasSize(2);
    assertThat(written.path("contents")).hasSize(1);
  }

  @Test
  void namesWhatItCannotSay() {
    Losses losses = new Losses();
    fromChat(
        "[{\"role\":\"user\",\"content\":\"hi\"}]",
        ",\"user\":\"u\",\"logit_bias\":{},\"service_tier\":\"flex\"",
        losses);

    assertThat(losses.dropped()).contains("user", "logit_bias", "service_tier");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[];;not a JSON object",
        "{};contents;is missing",
        "{'contents':7};contents;must be an array",
        "{'contents':[{'role':'boss'}]};contents[0].role;must be 'user' or 'model'",
        "{'contents':[{'parts':[{'functionCall':{}}]}]};contents[0].parts[0].functionCall.name;missing",
        "{'contents':[],'generationConfig':{'topP':'x'}};generationConfig.topP;must be a number",
      })
  void namesTheFieldAtFault(String body, String field, String message) {
    assertThat(dialect.read(body.replace('\'', '"').getBytes(UTF_8), STREAM))
        .isInstanceOfSatisfying(
            Reading.Wrong.class,
            it -> {
              assertThat(it.field()).isEqualTo(field == null ? "" : field);
              assertThat(it.message()).contains(message);
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameHoweverTheBytesAreCut(long seed) {
    List<AnswerEvent> whole = Pieces.read(dialect, SSE);
    String array =
        "[" + SSE.replace("\r", "").replace("data: ", "").strip().replaceAll("\n+", ",\n") + "]";

    assertThat(Pieces.read(dialect, SSE.getBytes(UTF_8), seed)).isEqualTo(whole);
    assertThat(Pieces.read(dialect, array.getBytes(UTF_8), seed)).isEqualTo(whole);
  }

  @Test
  void readsThoughtsCallsAndTheLastCount() {
    Gathered answer = Gathered.of(Pieces.read(dialect, SSE));

    Gathered.Choice choice = answer.choices().getFirst();
    assertThat(choice.reason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(choice.parts(Part.ToolCall.class))
        .extracting(Part.ToolCall::name, Part.ToolCall::arguments, Part.ToolCall::signature)
        .containsExactly(
            tuple("f", "{\"a\":1}", Optional.of("s")), tuple("g", "{}", Optional.empty()));
    assertThat(choice.parts(Part.Thinking.class)).hasSize(1);
    assertThat(answer.counts()).isEqualTo(new TokenCounts(6, 4, 0, 5, 2, 0, 0));
  }

  @Test
  void writesAStreamThatItReadsTheSame() {
    List<AnswerEvent> events = Pieces.read(dialect, SSE);

    Gathered again = Gathered.of(Pieces.read(dialect, Pieces.write(dialect, events, CONTEXT)));

    assertThat(again.choices().getFirst().parts())
        .isEqualTo(Gathered.of(events).choices().getFirst().parts());
    assertThat(again.counts().total()).isEqualTo(Gathered.of(events).counts().total());
    assertThat(Gathered.of(dialect.readDocument(dialect.writeDocument(events, CONTEXT))).choices())
        .extracting(Gathered.Choice::reason)
        .containsExactly(FinishReason.TOOL_CALLS);
  }

  @Test
  void takesABlockedPromptForFiltered() {
    Gathered answer =
        Gathered.of(
            dialect.readDocument(
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}".getBytes(UTF_8)));

    assertThat(answer.failed()).isEmpty();
    assertThat(answer.choices().getFirst().reason()).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @Test
  void takesAStreamWithoutAReasonForTruncated() {
    String cut = SSE.substring(0, SSE.indexOf("\n\n") + 2);

    assertThat(Pieces.read(dialect, cut).getLast())
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @Test
  void endsWithAnErrorThatComesInTheStream() {
    List<AnswerEvent> events =
        Pieces.read(dialect, "data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n\n" + SSE);

    assertThat(events).containsExactly(new Failed(ErrorKind.RATE_LIMITED, "slow"));
    assertThat(Pieces.write(dialect, events, CONTEXT)).contains("RESOURCE_EXHAUSTED");
  }

  @Test
  void readsWhenToComeBack() {
    ProviderError error =
        dialect.readError(
            429,
            """
            {"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3.5s"}]}}
            """
                .getBytes(UTF_8));

    assertThat(error.retryAfterMillis()).isEqualTo(OptionalLong.of(3_500));
    assertThat(dialect.readError(429, dialect.writeError(error, "r")).retryAfterMillis())
        .isEqualTo(OptionalLong.of(3_500));
    assertThat(dialect.readError(502, "<html>".getBytes(UTF_8)).message()).contains("502");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    byte[] stream = Pieces.mutated(SSE.getBytes(UTF_8), seed);

    List<AnswerEvent> events = Pieces.read(dialect, stream, seed);

    assertThat(events.stream().filter(Failed.class::isInstance)).hasSizeLessThan(2);
    assertThat(Pieces.write(dialect, events, CONTEXT)).isNotNull();
    assertThat(dialect.writeDocument(events, CONTEXT)).isNotEmpty();
    assertThat(dialect.readDocument(stream)).isNotEmpty();
    assertThat(dialect.readError(500, stream).message()).isNotEmpty();
    if (dialect.read(Pieces.mutated(FULL.getBytes(UTF_8), seed), STREAM)
        instanceof Reading.Read(CanonicalRequest request)) {
      assertThat(dialect.write(request, new Losses()).body()).isNotEmpty();
    }
  }

  @Test
  void readsEveryRecordedStreamAndDocument() {
    for (Path file : Recordings.of("google", ".chunks.txt")) {
      Gathered answer = Gathered.of(Pieces.read(dialect, Recordings.events(file)));

      assertThat(answer.failed().map(Failed::kind))
          .as(file.toString())
          .isIn(Optional.empty(), Optional.of(ErrorKind.TRUNCATED));
      answer.choices().stream()
          .flatMap(choice -> choice.parts(Part.ToolCall.class).stream())
          .forEach(call -> assertThat(Json.tree(call.arguments())).as(file.toString()).isPresent());
      assertThat(answer.counts().total()).as(file.toString()).isEqualTo(totalStated(file));
    }
    for (Path file : Recordings.of("google", ".json")) {
      byte[] document = Recordings.bytes(file);
      JsonNode tree = Json.tree(document, 0, document.length).orElseThrow();
      if (tree.has("error")) {
        assertThat(dialect.readError(429, document).retryAfterMillis()).isNotEmpty();
      } else {
        assertThat(Gathered.of(dialect.readDocument(document)).counts().total())
            .as(file.toString())
            .isEqualTo(tree.at("/usageMetadata/totalTokenCount").longValue());
      }
    }
  }

  private static long totalStated(Path file) {
    return new String(Recordings.bytes(file), UTF_8)
        .lines()
        .flatMap(line -> Json.tree(line).stream())
        .map(it -> it.at("/usageMetadata/totalTokenCount").asLong(0))
        .filter(it -> it > 0)
        .reduce((_, last) -> last)
        .orElse(0L);
  }
}
