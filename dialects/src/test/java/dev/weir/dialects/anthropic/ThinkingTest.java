package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.claude.ClaudeVersion;
import dev.weir.dialects.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Efforts, budgets and what a model does without either. */
final class ThinkingTest {

  private final Losses losses = new Losses();

  private JsonNode written(Dialect from, String model, String fields) {
    String body = "{'model':'m','messages':[{'role':'user','content':'hi'}]," + fields + "}";
    Reading reading = from.read(body.replace('\'', '"').getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    CanonicalRequest request = ((Reading.Read) reading).request().withModel(model);
    byte[] written = new AnthropicDialect().write(request, losses).body();
    return Json.tree(written, 0, written.length).orElseThrow();
  }

  private JsonNode chat(String model, String fields) {
    return written(ChatDialect.ofOpenAi(), model, fields);
  }

  private JsonNode own(String model, String fields) {
    return written(new AnthropicDialect(), model, fields);
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"')).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "claude-sonnet-4-5;low;{'type':'enabled','budget_tokens':2048};;6144",
        "claude-sonnet-4-5;minimal;{'type':'enabled','budget_tokens':1024};;5120",
        "claude-3-7-sonnet-20250219;max;{'type':'enabled','budget_tokens':32768};;36864",
        "claude-opus-4-6;high;{'type':'adaptive'};high;20480",
        "claude-opus-4-6;xhigh;{'type':'adaptive'};high;28672",
        "claude-opus-4-6;max;{'type':'adaptive'};max;36864",
        "claude-opus-5-5;xhigh;{'type':'adaptive'};xhigh;28672",
        "claude-opus-5-5;minimal;{'type':'adaptive'};low;5120",
        "kimi-k2;medium;{'type':'enabled','budget_tokens':8192};;12288",
      })
  void thinksAsMuchAsTheEffortSays(
      String model, String effort, String thinking, String level, int limit) {
    JsonNode written = chat(model, "'reasoning_effort':'" + effort + "'");

    assertThat(written.path("thinking")).isEqualTo(json(thinking));
    assertThat(written.at("/output_config/effort").asText(""))
        .isEqualTo(level == null ? "" : level);
    assertThat(written.path("max_tokens").intValue()).isEqualTo(limit);
    assertThat(losses.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "claude-sonnet-4-5;",
        "claude-opus-5;{'type':'disabled'}",
        "claude-haiku-5-5;{'type':'disabled'}",
        "claude-sonnet-5-5;{'type':'between_tools'}",
        "deepseek-chat;{'type':'disabled'}",
        "claude-3-haiku-20240307;",
      })
  void doesNotThinkWhereNoneIsWanted(String model, String thinking) {
    JsonNode written = chat(model, "'reasoning_effort':'none'");

    if (thinking == null) {
      assertThat(written.has("thinking")).isFalse();
    } else {
      assertThat(written.path("thinking")).isEqualTo(json(thinking));
    }
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void thinksLittleWhereAModelCannotButThink() {
    JsonNode written = chat("claude-opus-5-5", "'reasoning_effort':'none'");

    assertThat(written.has("thinking")).isFalse();
    assertThat(written.at("/output_config/effort").textValue()).isEqualTo("low");
    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void keepsTheBudgetBelowTheLimit() {
    JsonNode written =
        chat("claude-sonnet-4-5", "'reasoning_effort':'high','max_completion_tokens':4000");

    assertThat(written.at("/thinking/budget_tokens").intValue()).isEqualTo(2000);
    assertThat(written.path("max_tokens").intValue()).isEqualTo(4000);
  }

  @Test
  void leavesThinkingOutWhereTheLimitHasNoRoomForIt() {
    JsonNode written =
        chat("claude-sonnet-4-5", "'reasoning_effort':'low','max_completion_tokens':1000");

    assertThat(written.has("thinking")).isFalse();
    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void leavesThinkingOutForModelsThatCannot() {
    JsonNode written = chat("claude-3-5-sonnet-20241022", "'reasoning_effort':'low'");

    assertThat(written.has("thinking")).isFalse();
    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void prefersAForcedToolToABudget() {
    JsonNode written =
        chat(
            "claude-sonnet-4-5",
            "'reasoning_effort':'low','tool_choice':'required',"
                + "'tools':[{'type':'function','function':{'name':'f'}}]");

    assertThat(written.has("thinking")).isFalse();
    assertThat(written.at("/tool_choice/type").textValue()).isEqualTo("any");
    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void doesNotBeginToThinkBetweenACallAndItsResult() {
    String body =
        """
        'reasoning_effort':'low','messages':[{'role':'user','content':'q'},
          {'role':'assistant','tool_calls':[{'id':'t','function':{'name':'f','arguments':'{}'}}]},
          {'role':'tool','tool_call_id':'t','content':'1'}]
        """;
    Reading reading =
        ChatDialect.ofOpenAi()
            .read(
                ("{'model':'claude-sonnet-4-5'," + body + "}").replace('\'', '"').getBytes(UTF_8),
                CallAddress.SAYS_NOTHING);
    byte[] written =
        new AnthropicDialect().write(((Reading.Read) reading).request(), losses).body();

    assertThat(new String(written, UTF_8)).doesNotContain("\"thinking\"");
    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void leavesOutWhatThinkingBars() {
    JsonNode written =
        chat(
            "claude-sonnet-4-0",
            "'reasoning_effort':'low','temperature':0.5,'top_p':0.5,'top_k':5");

    assertThat(written.has("temperature")).isFalse();
    assertThat(losses.dropped()).containsExactly("temperature", "top_p", "top_k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "claude-sonnet-4-5;'thinking':{'type':'enabled','budget_tokens':5000},'max_tokens':9000",
        "claude-sonnet-4-5;'thinking':{'type':'disabled'},'max_tokens':9000",
        "claude-opus-4-6;'thinking':{'type':'enabled','budget_tokens':5000},'max_tokens':9000",
        "claude-opus-4-6;'thinking':{'type':'adaptive'},'max_tokens':9000",
        "claude-opus-4-7;'thinking':{'type':'adaptive','display':'omitted'},'output_config':{'effort':'max'},'max_tokens':9000",
        "claude-opus-4-5;'thinking':{'type':'enabled','budget_tokens':5000},'output_config':{'effort':'low'},'max_tokens':9000",
        "claude-opus-4-6;'output_config':{'effort':'low'},'max_tokens':9000",
        "claude-opus-5;'thinking':{'type':'disabled'},'output_config':{'effort':'medium'},'max_tokens':9000",
        "claude-sonnet-5-5;'thinking':{'type':'between_tools'},'max_tokens':9000",
      })
  void writesWhatItReads(String model, String fields) {
    JsonNode written = own(model, fields);

    JsonNode given = json("{" + fields + "}");
    assertThat(written.path("thinking")).isEqualTo(given.path("thinking"));
    assertThat(written.path("output_config")).isEqualTo(given.path("output_config"));
    assertThat(written.path("max_tokens")).isEqualTo(given.path("max_tokens"));
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void turnsABudgetIntoAnEffortForModelsThatTakeNone() {
    JsonNode written =
        own(
            "claude-opus-4-8",
            "'thinking':{'type':'enabled','budget_tokens':9000},'max_tokens':20000");

    assertThat(written.path("thinking"))
        .isEqualTo(json("{'type':'adaptive','display':'summarized'}"));
    assertThat(written.at("/output_config/effort").textValue()).isEqualTo("medium");
  }

  @Test
  void namesAnEffortThatAModelDoesNotTake() {
    JsonNode written = own("claude-sonnet-4-5", "'output_config':{'effort':'low'},'max_tokens':9");

    assertThat(written.has("output_config")).isFalse();
    assertThat(losses.dropped()).containsExactly("output_config.effort");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-haiku-20240307,'',300",
    "claude-3-7-sonnet-latest,'',307",
    "claude-opus-4-20250514,opus,400",
    "claude-opus-4@20250514,opus,400",
    "us.anthropic.claude-opus-4-6-v1,opus,406",
    "anthropic/claude-sonnet-4.5,sonnet,405",
    "claude-haiku-4-5-20251001,haiku,405",
    "claude-fable-5,fable,500",
    "claude-mythos-preview,mythos,505",
    "claude-instant-1.2,instant,102",
    "Claude,'',505",
    "glm-4.7,'',0",
    "claude-v2,'',200",
  })
  void readsWhatAModelsNameTells(String name, String line, int version) {
    assertThat(ClaudeVersion.of(name)).isEqualTo(new ClaudeVersion(line, version));
  }
}
