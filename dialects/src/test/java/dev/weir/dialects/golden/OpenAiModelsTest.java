package dev.weir.dialects.golden;

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
import dev.weir.dialects.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers of other makers ask for, as OpenAI's models take it and not with a 400. */
final class OpenAiModelsTest {

  private static final String CLAUDE_CALLER =
      """
      {"model":"m","max_tokens":2000,"temperature":0.3,"stop_sequences":["X"],
       "thinking":{"type":"enabled","budget_tokens":1024},
       "messages":[{"role":"user","content":"hi"}]}
      """;

  private static final String CLAUDE_CALLER_WITHOUT_THINKING =
      """
      {"model":"m","max_tokens":2000,"thinking":{"type":"disabled"},
       "messages":[{"role":"user","content":"hi"}]}
      """;

  private final Losses losses = new Losses();

  private JsonNode written(DialectName from, String body, Dialect to, String model) {
    CallAddress address = new CallAddress(Optional.of("m"), Optional.of(false));
    Reading reading = Dialects.of(from).read(body.getBytes(UTF_8), address);
    CanonicalRequest request = ((Reading.Read) reading).request().withModel(model);
    byte[] written = to.write(request, losses).body();
    return Json.tree(written, 0, written.length).orElseThrow();
  }

  private JsonNode chat(String body, String model) {
    return written(DialectName.ANTHROPIC, body, Dialects.of(DialectName.OPENAI_CHAT), model);
  }

  @Test
  void reasoningModelsAreNotSampled() {
    JsonNode written = chat(CLAUDE_CALLER, "gpt-5");

    assertThat(written.has("temperature")).isFalse();
    assertThat(written.has("stop")).isFalse();
    assertThat(written.path("reasoning_effort").asText()).isEqualTo("minimal");
    assertThat(losses.dropped()).contains("temperature", "stop_sequences");
  }

  @Test
  void othersAreNotAskedToReason() {
    JsonNode written = chat(CLAUDE_CALLER, "gpt-4o");

    assertThat(written.path("temperature").asDouble()).isEqualTo(0.3);
    assertThat(written.path("stop").path(0).asText()).isEqualTo("X");
    assertThat(written.has("reasoning_effort")).isFalse();
    assertThat(losses.dropped()).contains("thinking");
  }

  @ParameterizedTest
  @CsvSource({"gpt-4o, ''", "gpt-5, minimal", "gpt-5.2, none", "o3, low", "elsewhere, none"})
  void thinkingIsSwitchedOffAsFarAsItCanBe(String model, String effort) {
    JsonNode written = chat(CLAUDE_CALLER_WITHOUT_THINKING, model);

    assertThat(written.path("reasoning_effort").asText()).isEqualTo(effort);
  }

  @Test
  void responsesAsksForTheSame() {
    Dialect responses = Dialects.of(DialectName.OPENAI_RESPONSES);

    JsonNode five = written(DialectName.ANTHROPIC, CLAUDE_CALLER, responses, "gpt-5");
    JsonNode four = written(DialectName.ANTHROPIC, CLAUDE_CALLER, responses, "gpt-4.1");

    assertThat(five.has("temperature")).isFalse();
    assertThat(five.at("/reasoning/effort").asText()).isEqualTo("minimal");
    assertThat(four.path("temperature").asDouble()).isEqualTo(0.3);
    assertThat(four.has("reasoning")).isFalse();
    assertThat(four.has("include")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.1, xhigh, high, true",
    "gpt-5.2, xhigh, xhigh, false",
    "gpt-5-pro, low, high, true",
    "gpt-5-pro, high, high, false",
    "elsewhere, max, max, false"
  })
  void anEffortThatIsNotTheOneAskedForIsNamed(
      String model, String asked, String taken, boolean named) {
    String body =
        """
        {"model":"m","max_tokens":2000,"thinking":{"type":"adaptive"},
         "output_config":{"effort":"%s"},"messages":[{"role":"user","content":"hi"}]}
        """
            .formatted(asked);
    Dialect responses = Dialects.of(DialectName.OPENAI_RESPONSES);

    assertThat(chat(body, model).path("reasoning_effort").asText()).isEqualTo(taken);
    assertThat(losses.dropped().contains("thinking")).isEqualTo(named);
    assertThat(
            written(DialectName.ANTHROPIC, body, responses, model).at("/reasoning/effort").asText())
        .isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.2, high, high, false",
    "gpt-5.4, high, none, true",
    "gpt-5.4, none, none, false",
    "gpt-5.4, , '', false",
    "gpt-5.5, , none, true",
    "gpt-6-luna, low, none, true"
  })
  void chatDoesNotReasonBesideFunctionsWhereItWouldBeRefused(
      String model, String asked, String taken, boolean named) {
    String body =
        """
        {"model":"m","input":"hi","tools":[{"type":"function","name":"f"}]%s}
        """
            .formatted(asked == null ? "" : ",\"reasoning\":{\"effort\":\"" + asked + "\"}");
    Dialect chat = Dialects.of(DialectName.OPENAI_CHAT);
    Dialect elsewhere = Dialects.compatibleChat("localhost");

    JsonNode written = written(DialectName.OPENAI_RESPONSES, body, chat, model);

    assertThat(written.path("reasoning_effort").asText()).isEqualTo(taken);
    assertThat(losses.dropped().contains("reasoning.effort")).isEqualTo(named);
    assertThat(
            written(DialectName.OPENAI_RESPONSES, body, elsewhere, model)
                .path("reasoning_effort")
                .asText())
        .isEqualTo(asked == null ? "" : asked);
  }

  @Test
  void compatibleServersTakeEverything() {
    JsonNode written =
        written(
            DialectName.ANTHROPIC, CLAUDE_CALLER, Dialects.compatibleChat("localhost"), "gpt-5");

    assertThat(written.path("temperature").asDouble()).isEqualTo(0.3);
    assertThat(losses.dropped()).doesNotContain("temperature");
  }

  @Test
  void callersOfOpenAiHaveChosenForTheModelThemselves() {
    String body = "{\"model\":\"gpt-5\",\"temperature\":0.3,\"messages\":[]}";

    JsonNode written =
        written(DialectName.OPENAI_CHAT, body, Dialects.of(DialectName.OPENAI_RESPONSES), "gpt-5");

    assertThat(written.path("temperature").asDouble()).isEqualTo(0.3);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void anyJsonIsAskedForInAMessageToo(DialectName to) {
    String body =
        """
        {"systemInstruction":{"parts":[{"text":"be brief"}]},
         "contents":[{"role":"user","parts":[{"text":"hi"}]}],
         "generationConfig":{"responseMimeType":"application/json"}}
        """;

    JsonNode written = written(DialectName.GEMINI, body, Dialects.of(to), "gpt-4o");

    JsonNode messages = written.has("input") ? written.path("input") : written.path("messages");
    assertThat(messages.path(0).path("role").asText()).isEqualTo("system");
    assertThat(messages.path(0).path("content").path(0).path("text").asText())
        .isEqualTo("be brief");
    assertThat(messages.path(0).path("content").path(1).path("text").asText()).contains("JSON");
    assertThat(written.has("instructions")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void whereTheWordStandsNothingIsAdded(DialectName to) {
    String body =
        """
        {"contents":[{"role":"user","parts":[{"text":"hi, as Json"}]}],
         "generationConfig":{"responseMimeType":"application/json"}}
        """;

    JsonNode written = written(DialectName.GEMINI, body, Dialects.of(to), "gpt-4o");

    JsonNode messages = written.has("input") ? written.path("input") : written.path("messages");
    assertThat(messages).hasSize(1);
  }

  @Test
  void compatibleServersKnowTheOlderRoleAndNoChoiceAmongTools() {
    String body =
        """
        {"model":"m","input":[{"role":"developer","content":"be brief"},
          {"role":"user","content":"hi"}],
         "tools":[{"type":"function","name":"f","parameters":{"type":"object"}},
          {"type":"function","name":"g","parameters":{"type":"object"}}],
         "tool_choice":{"type":"allowed_tools","mode":"required",
          "tools":[{"type":"function","name":"g"}]}}
        """;

    JsonNode written =
        written(DialectName.OPENAI_RESPONSES, body, Dialects.compatibleChat("localhost"), "qwen3");
    JsonNode openAi =
        written(DialectName.OPENAI_RESPONSES, body, Dialects.of(DialectName.OPENAI_CHAT), "gpt-5");

    assertThat(written.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(written.path("tools")).hasSize(1);
    assertThat(written.at("/tools/0/function/name").asText()).isEqualTo("g");
    assertThat(written.path("tool_choice").asText()).isEqualTo("required");
    assertThat(openAi.at("/messages/0/role").asText()).isEqualTo("developer");
    assertThat(openAi.path("tools")).hasSize(2);
    assertThat(openAi.at("/tool_choice/type").asText()).isEqualTo("allowed_tools");
  }

  /** It would have thought unasked. */
  @ParameterizedTest
  @CsvSource({"gpt-5.5, none, true", "gpt-5.4, '', false", "gpt-5.1, '', false"})
  void namesThatAModelIsKeptFromThinkingBesideTools(String model, String effort, boolean named) {
    String body =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],
         "tools":[{"name":"f","input_schema":{"type":"object","properties":{}}}]}
        """;

    JsonNode written = chat(body, model);

    assertThat(written.path("reasoning_effort").asText()).isEqualTo(effort);
    assertThat(losses.dropped().contains("thinking")).isEqualTo(named);
  }

  private static final String THINKER =
      """
      {"model":"m","max_tokens":100,"messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":""},
          {"type":"tool_use","id":"c1","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"ok"}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"mine","signature":"EqQB"},
          {"type":"tool_use","id":"c2","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"c2","content":"ok"}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"so","signature":""},
          {"type":"text","text":"done"}]},
        {"role":"user","content":"more"},
        {"role":"assistant","content":"plain"}]}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"api.deepseek.com", "API.Moonshot.ai", "api.moonshot.cn"})
  void serversThatWantTheirThoughtsBackGetThemAndAnEmptyOneBesideOtherCalls(String host) {
    JsonNode written =
        written(DialectName.ANTHROPIC, THINKER, Dialects.compatibleChat(host), "any-name");

    assertThat(written.at("/messages/1/reasoning_content").textValue()).isEqualTo("hm");
    assertThat(written.at("/messages/3/reasoning_content").textValue()).isEmpty();
    assertThat(written.at("/messages/5/reasoning_content").textValue()).isEqualTo("so");
    assertThat(written.at("/messages/7").has("reasoning_content")).isFalse();
    assertThat(losses.dropped()).contains("thinking");
  }

  @ParameterizedTest
  @CsvSource({
    "api.groq.com, deepseek-r1-distill-llama-70b",
    "api.deepseek.com.example.org, deepseek-chat",
    "localhost, moonshotai/Kimi-K2-Thinking"
  })
  void otherServersGetNoThoughtsWhateverTheModelIsCalled(String host, String model) {
    JsonNode written =
        written(DialectName.ANTHROPIC, THINKER, Dialects.compatibleChat(host), model);

    assertThat(Json.text(written)).doesNotContain("reasoning_content");
    assertThat(losses.dropped()).contains("thinking");
  }

  @ParameterizedTest
  @CsvSource({"o1, true", "o3-mini, true", "o3, false", "o4-mini, false", "gpt-5, false"})
  void stopSequencesGoToModelsThatTakeThem(String model, boolean taken) {
    JsonNode written = chat(CLAUDE_CALLER, model);

    assertThat(written.has("stop")).isEqualTo(taken);
    assertThat(losses.dropped().contains("stop_sequences")).isEqualTo(!taken);
  }

  @Test
  void compatibleServersAreAskedForAnyJsonInTheUsersWords() {
    String body =
        """
        {"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"text":"yes"}]},
          {"role":"user","parts":[{"text":"go"}]}],
         "generationConfig":{"responseMimeType":"application/json"}}
        """;

    JsonNode messages =
        written(DialectName.GEMINI, body, Dialects.compatibleChat("localhost"), "gemma-3")
            .path("messages");

    assertThat(messages).hasSize(3);
    assertThat(messages.at("/0/content").asText()).isEqualTo("hi");
    assertThat(messages.at("/2/role").asText()).isEqualTo("user");
    assertThat(messages.at("/2/content").asText()).startsWith("go").contains("JSON");
  }

  @Test
  void compatibleServersThatMustCallAToolNeedOneThatIsKnown() {
    String body =
        """
        {"model":"m","messages":[{"role":"user","content":"hi"}],
         "tools":[{"type":"function","function":{"name":"f"}},
          {"type":"custom","custom":{"name":"c"}}],
         "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required",
          "tools":[{"type":"function","function":{"name":"unknown"}}]}}}
        """;

    JsonNode written =
        written(DialectName.OPENAI_CHAT, body, Dialects.compatibleChat("localhost"), "qwen3");

    assertThat(written.has("tools")).isFalse();
    assertThat(losses.refused()).containsExactly("tool_choice");
  }
}
