package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients of today send, where a translation by the letter would be refused. */
final class RealisticRequestsTest {

  private final Losses losses = new Losses();

  private JsonNode written(DialectName from, String body, DialectName to, String model) {
    CallAddress address = new CallAddress(Optional.of("m"), Optional.of(false));
    Reading reading = Dialects.of(from).read(body.getBytes(UTF_8), address);
    CanonicalRequest request = ((Reading.Read) reading).request().withModel(model);
    byte[] written = Dialects.of(to).write(request, losses).body();
    return Json.tree(written, 0, written.length).orElseThrow();
  }

  private static String withDocument(String members, String title) {
    return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
        + "{\"type\":\"document\",\"source\":"
        + members
        + title
        + "}]}]}";
  }

  @ParameterizedTest
  @CsvSource({"'', document.pdf", "Report, Report.pdf", "a.b.pdf, a.b.pdf", "notes.txt, notes.txt"})
  void aFileForOpenAiHasANameWithAnEnding(String title, String name) {
    String body =
        withDocument(
            "{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"QQ==\"}",
            title.isEmpty() ? "" : ",\"title\":\"" + title + "\"");

    JsonNode chat = written(ANTHROPIC, body, OPENAI_CHAT, "gpt-4o");
    JsonNode responses = written(ANTHROPIC, body, OPENAI_RESPONSES, "gpt-4o");

    assertThat(chat.at("/messages/0/content/0/file/filename").asText()).isEqualTo(name);
    assertThat(responses.at("/input/0/content/0/filename").asText()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void theTitleOfAPlainTextIsNamed(DialectName to) {
    String body =
        withDocument(
            "{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"words\"}",
            ",\"title\":\"T\"");

    written(ANTHROPIC, body, to, "gpt-4o");

    assertThat(losses.dropped()).contains("title");
  }

  @Test
  void aPictureMayBeAnAddressAlone() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":[
          {"type":"image_url","image_url":"https://example.org/a.png"}]}]}
        """;

    assertThat(
            written(OPENAI_CHAT, body, ANTHROPIC, "claude-sonnet-4-5")
                .at("/messages/0/content/0/source/url")
                .asText())
        .isEqualTo("https://example.org/a.png");
  }

  @Test
  void claudeGoesOnFromWordsWithoutSpaceAtTheirEnd() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"list "},
          {"role":"assistant","content":"first "},{"role":"user","content":"more "},
          {"role":"assistant","content":"1. \\n"}]}
        """;

    JsonNode messages = written(OPENAI_CHAT, body, ANTHROPIC, "claude-sonnet-4-5").path("messages");

    assertThat(messages.at("/1/content").asText()).isEqualTo("first ");
    assertThat(messages.at("/3/content").asText()).isEqualTo("1.");
    assertThat(
            written(OPENAI_CHAT, body, DialectName.BEDROCK, "anthropic.claude-sonnet-4-5")
                .at("/messages/3/content/0/text")
                .asText())
        .isEqualTo("1.");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"1. \","
        + "\"cache_control\":{\"type\":\"ephemeral\"}}]}', 1.",
    "'{\"role\":\"assistant\",\"content\":\"1. \"},{\"role\":\"user\",\"content\":\" \"}', 1.",
    "'{\"role\":\"assistant\",\"content\":\"1. \"},{\"role\":\"system\",\"content\":\"s \"}', 1.",
    "'{\"role\":\"assistant\",\"content\":\"1.\"}', ''",
    "'{\"role\":\"assistant\",\"content\":\"1. \"},{\"role\":\"user\",\"content\":\"go \"}', ''"
  })
  void theSpaceThatClaudeDoesNotGoOnFromIsFoundBehindWhatFollowsAndNamed(String end, String cut) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}," + end + "]}";

    JsonNode converse = written(OPENAI_CHAT, body, BEDROCK, "anthropic.claude-sonnet-4-5");

    assertThat(losses.dropped().contains(Losses.SPACE_AT_THE_END)).isEqualTo(!cut.isEmpty());
    if (!cut.isEmpty()) {
      assertThat(converse.at("/messages/1/content/0/text").asText()).isEqualTo(cut);
    }
  }

  @Test
  void whatIsLeftOutForResponsesIsNamedAsTheCallerNamesIt() {
    String gemini =
        """
        {"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{"candidateCount":2,
          "presencePenalty":0.1,"responseLogprobs":true,"logprobs":2,"stopSequences":["x"],"topK":3}}
        """;
    String claude =
        "{\"model\":\"m\",\"max_tokens\":99,\"stop_sequences\":[\"x\"],\"messages\":["
            + "{\"role\":\"user\",\"content\":\"a\"}]}";

    written(GEMINI, gemini, OPENAI_RESPONSES, "gpt-4o");
    written(ANTHROPIC, claude, OPENAI_RESPONSES, "gpt-4o");

    assertThat(losses.dropped())
        .containsExactly(
            "responseLogprobs", "topK", "presencePenalty", "stopSequences", "stop_sequences");
    assertThat(losses.refused()).containsExactly("candidateCount");
  }

  @Test
  void theEmptyContentBesideCallsIsNoMessage() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"q"},
          {"role":"assistant","content":"","tool_calls":[
            {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"c","content":""},
          {"role":"assistant","content":""}]}
        """;

    JsonNode input = written(OPENAI_CHAT, body, OPENAI_RESPONSES, "gpt-4o").path("input");

    assertThat(input).hasSize(4);
    assertThat(input.at("/1/type").asText()).isEqualTo("function_call");
    assertThat(input.at("/3/type").asText()).isEqualTo("message");
  }

  @Test
  void theSpaceThatClaudeDoesNotGoOnFromIsNamedAtItsMakerToo() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"x"},
          {"role":"assistant","content":"1. "},{"role":"user","content":" "}]}
        """;

    JsonNode messages = written(OPENAI_CHAT, body, ANTHROPIC, "claude-sonnet-4-5").path("messages");

    assertThat(messages.at("/1/content").asText()).isEqualTo("1.");
    assertThat(losses.dropped()).containsExactly(Losses.SPACE_AT_THE_END);
  }

  @Test
  void geminiGetsAResultWithoutItsCallAsText() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"hi"},
          {"role":"tool","tool_call_id":"gone","content":"orphan"}]}
        """;

    String written = written(OPENAI_CHAT, body, GEMINI, "gemini-2.5-flash").toString();

    assertThat(written).contains("orphan").doesNotContain("functionResponse");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC", "BEDROCK"})
  void aFilmIsNoDocument(DialectName to) {
    String body =
        """
        {"contents":[{"role":"user","parts":[
          {"fileData":{"fileUri":"https://www.youtube.com/watch?v=x"}}]}]}
        """;

    written(GEMINI, body, to, "m");

    assertThat(losses.refused()).singleElement().asString().contains("video");
  }

  /** Found by a search with Jazzer. */
  @Test
  void aResultWithoutItsCallBringsNoThoughtsOfItsOwn() {
    String body =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
          {"type":"tool_result","tool_use_id":"t","content":[
            {"type":"text","text":"r"},{"type":"thinking"}]}]}]}
        """;

    JsonNode written = written(ANTHROPIC, body, ANTHROPIC, "claude-sonnet-4-5");

    assertThat(losses.refused()).containsExactly("content: thinking");
    assertThat(written.at("/messages/0/content")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC", "GEMINI"})
  void aFileInS3IsForAmazonAlone(DialectName to) {
    String body =
        """
        {"messages":[{"role":"user","content":[
          {"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/a.png"}}}}]}]}
        """;

    String written = written(DialectName.BEDROCK, body, to, "m").toString();

    assertThat(losses.refused()).hasSize(1);
    assertThat(written).doesNotContain("s3://");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "ANTHROPIC", "GEMINI", "BEDROCK"})
  void noMemberOfAToolIsLostInSilence(DialectName to) {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[
          {"type":"function","beside":1,"function":{"name":"f","inside":2}},
          {"type":"custom","custom":{"name":"g","input_limit":3}}]}
        """;

    written(OPENAI_CHAT, body, to, "m");

    assertThat(losses.dropped())
        .contains("tools[0].beside", "tools[0].function.inside", "tools[1].custom.input_limit");
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic.claude-sonnet-4-5-20250929-v1:0, 'def f():'",
    "amazon.nova-pro-v1:0, 'def f(): '",
    "meta.llama3-3-70b-instruct-v1:0, 'def f(): '"
  })
  void whatTheModelGoesOnFromKeepsItsSpaceButForClaude(String model, String begun) {
    String body =
        """
        {"model":"m","messages":[
          {"role":"user","content":"hi"},{"role":"assistant","content":"def f(): "}]}
        """;

    JsonNode converse = written(OPENAI_CHAT, body, BEDROCK, model);

    assertThat(converse.at("/messages/1/content/0/text").asText()).isEqualTo(begun);
  }

  @Test
  void cacheHitsOfOtherMakersCount() {
    assertThat(cached("\"prompt_cache_hit_tokens\":4,\"prompt_cache_miss_tokens\":6")).isEqualTo(4);
    assertThat(cached("\"cached_tokens\":3")).isEqualTo(3);
    assertThat(
            cached("\"prompt_cache_hit_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":5}"))
        .isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"prompt_tokens_details\":{\"cached_tokens\":3,\"cache_creation_tokens\":2}', 5, 3, 2",
    "'\"cache_creation_input_tokens\":2,\"cache_read_input_tokens\":3', 5, 3, 2",
    "'\"cache_creation_input_tokens\":2,\"prompt_tokens_details\":{\"cache_write_tokens\":0}', 8, 0, 2",
    "'\"cache_creation_input_tokens\":11', 10, 0, 0"
  })
  void cacheWritesThatAGatewayTellsCount(String members, long input, long read, long written) {
    TokenCounts counts = counts(members);

    assertThat(counts.input()).isEqualTo(input);
    assertThat(counts.cacheRead()).isEqualTo(read);
    assertThat(counts.cacheWrite()).isEqualTo(written);
  }

  private static long cached(String members) {
    return counts(members).cacheRead();
  }

  private static TokenCounts counts(String members) {
    String answer =
        "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,"
            + "\"completion_tokens\":2,\"total_tokens\":12,"
            + members
            + "}}";
    return Dialects.of(OPENAI_CHAT).readDocument(answer.getBytes(UTF_8)).stream()
        .filter(AnswerEvent.Used.class::isInstance)
        .map(AnswerEvent.Used.class::cast)
        .findFirst()
        .orElseThrow()
        .counts();
  }

  @Test
  void whatFollowsResultsInOneTurnIsATextAndNoListForCompatibleServers() {
    JsonNode written =
        written(
            ANTHROPIC,
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":["
                + "{\"role\":\"user\",\"content\":\"w\"},{\"role\":\"assistant\",\"content\":["
                + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}]},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\","
                + "\"content\":\"1\"},{\"type\":\"text\",\"text\":\"go on\"}]}]}",
            OPENAI_CHAT,
            "gpt-4o");

    assertThat(written.at("/messages/3/content")).hasToString("\"go on\"");
  }

  @Test
  void validatedCallsAreCallsAsTheModelLikesOfTheToolsThatAreAllowed() {
    String body =
        "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"tools\":[{\"functionDeclarations\":["
            + "{\"name\":\"a\"},{\"name\":\"b\"}]}],\"toolConfig\":{\"functionCallingConfig\":"
            + "{\"mode\":\"VALIDATED\",\"allowedFunctionNames\":[\"b\"]}}}";

    JsonNode claude = written(GEMINI, body, ANTHROPIC, "claude-sonnet-4-5");
    JsonNode gemini = written(GEMINI, body, GEMINI, "gemini-2.5-flash");

    assertThat(claude.at("/tools")).hasSize(1);
    assertThat(claude.at("/tools/0/name").asText()).isEqualTo("b");
    assertThat(claude.at("/tool_choice/type").asText()).isEqualTo("auto");
    assertThat(losses.dropped()).containsExactly("toolConfig.functionCallingConfig");
    assertThat(gemini.at("/toolConfig/functionCallingConfig/mode").asText()).isEqualTo("VALIDATED");
  }

  @Test
  void aDocumentOfBedrockMayBeItsText() {
    JsonNode written =
        written(
            BEDROCK,
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"document\":{\"format\":\"txt\","
                + "\"name\":\"D\",\"source\":{\"text\":\"words\"}}},{\"text\":\"t\"}]}]}",
            ANTHROPIC,
            "claude-sonnet-4-5");

    assertThat(written.at("/messages/0/content/0/source/data").asText()).isEqualTo("words");
    assertThat(losses.refused()).isEmpty();
  }

  /** Claude Code says who asks in some 150 characters; OpenAI takes 64. */
  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void aUserWhoseNameIsTooLongForOpenAiIsNamed(DialectName to) {
    String body =
        "{\"model\":\"m\",\"max_tokens\":99,\"metadata\":{\"user_id\":\"%s\"},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    JsonNode most = written(ANTHROPIC, body.formatted("u".repeat(64)), to, "gpt-4o");
    assertThat(losses.dropped()).isEmpty();
    JsonNode more = written(ANTHROPIC, body.formatted("u".repeat(65)), to, "gpt-4o");

    assertThat(most.path("user").asText()).hasSize(64);
    assertThat(more.has("user")).isFalse();
    assertThat(losses.dropped()).containsExactly("metadata.user_id");
  }

  /** Anthropic answers 400 to what looks like an address or a telephone number. */
  @ParameterizedTest
  @CsvSource({
    "ann@example.org, false",
    "+44 20 7946 0958, false",
    "(123) 456-7890, false",
    "1234567890, false",
    "u-1234567890, true",
    "ann@host, true",
    "12345, true"
  })
  void aUserWhoCanBeReachedByHisNameIsNotToldToClaude(String user, boolean told) {
    JsonNode claude =
        written(
            OPENAI_CHAT,
            "{\"model\":\"m\",\"user\":\""
                + user
                + "\",\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}",
            ANTHROPIC,
            "claude-sonnet-4-5");

    assertThat(claude.has("metadata")).isEqualTo(told);
    assertThat(losses.dropped().isEmpty()).isEqualTo(told);
  }

  /** vLLM's ids have 46 characters; OpenAI takes 40 in Chat, 64 in Responses. */
  @ParameterizedTest
  @CsvSource({"OPENAI_CHAT, 40", "OPENAI_RESPONSES, 64"})
  void anIdOfACallThatIsTooLongForOpenAiIsAnotherInBothPlaces(DialectName to, int charactersMax) {
    String call = "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"f\",\"input\":{}}";
    String result = "{\"type\":\"tool_result\",\"tool_use_id\":\"%s\",\"content\":\"1\"}";
    String one = "x".repeat(80) + "1";
    String two = "x".repeat(80) + "2";
    JsonNode written =
        written(
            ANTHROPIC,
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":["
                + "{\"role\":\"user\",\"content\":\"w\"},{\"role\":\"assistant\",\"content\":["
                + call.formatted(one)
                + ","
                + call.formatted(two)
                + "]},{\"role\":\"user\",\"content\":["
                + result.formatted(one)
                + ","
                + result.formatted(two)
                + "]}]}",
            to,
            "gpt-4o");
    boolean chat = to == OPENAI_CHAT;
    String first = written.at(chat ? "/messages/1/tool_calls/0/id" : "/input/1/call_id").asText();
    String second = written.at(chat ? "/messages/1/tool_calls/1/id" : "/input/2/call_id").asText();

    assertThat(first).hasSize(charactersMax).isNotEqualTo(second);
    assertThat(written.at(chat ? "/messages/2/tool_call_id" : "/input/3/call_id").asText())
        .isEqualTo(first);
    assertThat(written.at(chat ? "/messages/3/tool_call_id" : "/input/4/call_id").asText())
        .isEqualTo(second);
  }

  /** Claude goes on from its own words no more since 4.6, and never where it thinks. */
  @ParameterizedTest
  @CsvSource({
    "claude-opus-4-6, '', true",
    "claude-sonnet-5, '', true",
    "claude-sonnet-4-5, '', false",
    "claude-sonnet-4-5, ',\"reasoning_effort\":\"low\"', true",
    "other-model, '', false"
  })
  void whatClaudeDoesNotGoOnFromIsFollowedByTheUser(String model, String more, boolean followed) {
    JsonNode claude =
        written(
            OPENAI_CHAT,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"ho\"}]"
                + more
                + "}",
            ANTHROPIC,
            model);

    assertThat(claude.at("/messages")).hasSize(followed ? 3 : 2);
    assertThat(claude.at("/messages/1/content").asText()).isEqualTo("ho");
    assertThat(losses.dropped())
        .isEqualTo(followed ? List.of("messages: the assistant's turn at the end") : List.of());
  }

  @Test
  void whatClaudeDoesNotGoOnFromIsFollowedByTheUserAtBedrockToo() {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"ho\"}]}";

    JsonNode claude = written(OPENAI_CHAT, body, BEDROCK, "anthropic.claude-opus-4-6-v1");
    assertThat(losses.dropped()).containsExactly("messages: the assistant's turn at the end");
    JsonNode nova = written(OPENAI_CHAT, body, BEDROCK, "amazon.nova-pro-v1:0");

    assertThat(claude.at("/messages/2/role").asText()).isEqualTo("user");
    assertThat(nova.at("/messages")).hasSize(2);
  }

  /** Each of these providers answers 400 to a composition at the root. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ANTHROPIC|claude-sonnet-4-5|/tools/0/input_schema",
        "BEDROCK|amazon.nova-pro-v1:0|/toolConfig/tools/0/toolSpec/inputSchema/json",
        "OPENAI_RESPONSES|gpt-4o|/tools/0/parameters",
        "OPENAI_CHAT|gpt-4o|/tools/0/function/parameters"
      })
  void argumentsOfSeveralFormsAreOneObject(DialectName to, String model, String schema) {
    JsonNode written =
        written(
            GEMINI,
            "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"tools\":[{\"functionDeclarations\":["
                + "{\"name\":\"f\",\"parametersJsonSchema\":{\"$defs\":{\"B\":{\"properties\":{\"b\":{}},"
                + "\"required\":[\"b\",\"k\"]}},\"properties\":{\"k\":{\"type\":\"string\"}},\"anyOf\":["
                + "{\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\",\"k\"]},"
                + "{\"$ref\":\"#/$defs/B\"}]}}]}]}",
            to,
            model);

    assertThat(written.at(schema).has("anyOf")).isFalse();
    assertThat(written.at(schema + "/type").asText()).isEqualTo("object");
    assertThat(written.at(schema + "/properties").propertyStream().map(it -> it.getKey()))
        .containsExactlyInAnyOrder("k", "a", "b");
    assertThat(written.at(schema + "/required")).hasToString("[\"k\"]");
    assertThat(losses.dropped()).containsExactly("tools: anyOf");
  }
}
