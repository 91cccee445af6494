package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static dev.weir.dialects.golden.Translation.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.golden.Translation.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid requests that a provider of another dialect would refuse as they stand. */
final class AwkwardRequestsTest {

  private static final String BEDROCK_CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";

  private static Written claude(DialectName to, String members) {
    String body =
        "{'model':'m','max_tokens':4096,'messages':[{'role':'user','content':'hi'}],%s}"
            .formatted(members);
    return Translation.request(ANTHROPIC, to, "gpt-5.1", body.replace('\'', '"'));
  }

  /** Gemini wants contents, and OpenAI an input. */
  @Test
  void asksWithInstructionsWhereNobodyElseSpeaks() {
    String alone = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Greet.\"}]}";

    Written gemini = Translation.request(OPENAI_CHAT, GEMINI, "gemini-2.5-pro", alone);
    Written responses = Translation.request(OPENAI_CHAT, OPENAI_RESPONSES, "gpt-4o", alone);

    assertThat(gemini.body())
        .isEqualTo(json("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Greet.\"}]}]}"));
    assertThat(responses.at("/input/0/role").asText()).isEqualTo("system");
    assertThat(responses.at("/input/0/content").asText()).isEqualTo("Greet.");
    assertThat(responses.body().has("instructions")).isFalse();
  }

  /** As servers of MCP declare what takes no arguments; OpenAI misses the properties. */
  @ParameterizedTest
  @CsvSource({"OPENAI_CHAT, /tools/0/function/parameters", "OPENAI_RESPONSES, /tools/0/parameters"})
  void givesAToolWithoutArgumentsItsProperties(DialectName to, String parameters) {
    Written written =
        claude(to, "'tools':[{'name':'f','input_schema':{'type':'object','description':'d'}}]");

    assertThat(written.at(parameters))
        .isEqualTo(json("{\"type\":\"object\",\"description\":\"d\",\"properties\":{}}"));
    assertThat(written.dropped()).isEmpty();
  }

  /** Claude always follows the schema; OpenAI does where it is told to be strict. */
  @ParameterizedTest
  @CsvSource({
    "OPENAI_CHAT, /response_format/json_schema/strict",
    "OPENAI_RESPONSES, /text/format/strict"
  })
  void demandsASchemaThatOpenAiCanFollow(DialectName to, String strict) {
    String format = "'output_config':{'format':{'type':'json_schema','schema':%s}}";
    String fits =
        "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],"
            + "'additionalProperties':false}";

    Written followed = claude(to, format.formatted(fits));
    Written ofUri =
        claude(to, format.formatted(fits.replace("'string'", "'string','format':'uri'")));
    Written optional = claude(to, format.formatted(fits.replace("'required':['a'],", "")));

    assertThat(followed.at(strict)).isEqualTo(BooleanNode.TRUE);
    assertThat(followed.dropped()).isEmpty();
    assertThat(ofUri.at(strict).isMissingNode()).isTrue();
    assertThat(ofUri.dropped()).containsExactly("output_config.format.strict");
    assertThat(optional.at(strict).isMissingNode()).isTrue();
    assertThat(optional.dropped()).containsExactly("output_config.format.strict");
  }

  /** Gemini's own schemas have no word for closed. */
  @ParameterizedTest
  @CsvSource({"OPENAI_CHAT, /response_format/json_schema", "OPENAI_RESPONSES, /text/format"})
  void closesASchemaThatSaysNothingOfFurtherProperties(DialectName to, String place) {
    String inner = "{'type':'OBJECT','properties':{'b':{'type':'STRING','nullable':true}}%s}";
    String items = "{'type':'ARRAY','items':" + inner + "}";
    String open =
        "{'type':'OBJECT','properties':{'a':"
            + items
            + ",'n':{'type':'INTEGER'}},'required':['a','n']}";

    Written followed = gemini(to, open.formatted(",'required':['b']"));
    Written optional = gemini(to, open.formatted(""));

    assertThat(followed.at(place + "/strict")).isEqualTo(BooleanNode.TRUE);
    assertThat(followed.at(place + "/schema"))
        .isEqualTo(
            json(
                """
                {"type":"object","properties":{"a":{"type":"array","items":
                   {"type":"object","properties":{"b":{"type":["string","null"]}},"required":["b"],
                    "additionalProperties":false}},
                  "n":{"type":"integer"}},"required":["a","n"],"additionalProperties":false}
                """));
    assertThat(followed.dropped()).isEmpty();
    assertThat(optional.at(place).has("strict")).isFalse();
    assertThat(optional.at(place + "/schema").has("additionalProperties")).isFalse();
    assertThat(optional.dropped()).containsExactly("responseSchema.strict");
  }

  private static Written gemini(DialectName to, String schema) {
    String body =
        """
        {'contents':[{'role':'user','parts':[{'text':'hi'}]}],
         'generationConfig':{'responseMimeType':'application/json','responseSchema':%s}}
        """
            .formatted(schema);
    return Translation.request(GEMINI, to, "gpt-5.1", body.replace('\'', '"'));
  }

  /** What must not be closed is not: an object of any names, and one that is said to be open. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object'}",
        "{'type':'object','additionalProperties':{'type':'string'}}",
        "{'type':'object','properties':{'b':{'type':'string'}},'required':['b'],"
            + "'additionalProperties':true}"
      })
  void namesASchemaOfAnyProperties(String inner) {
    Written written =
        claude(
            OPENAI_CHAT,
            ("'output_config':{'format':{'type':'json_schema','schema':{'type':'object',"
                    + "'properties':{'a':%s},'required':['a'],'additionalProperties':false}}}")
                .formatted(inner));

    assertThat(written.at("/response_format/json_schema/schema/properties/a"))
        .isEqualTo(json(inner.replace('\'', '"')));
    assertThat(written.dropped()).containsExactly("output_config.format.strict");
  }

  @ParameterizedTest
  @CsvSource({"OPENAI_CHAT, /tools/0/function/strict", "OPENAI_RESPONSES, /tools/0/strict"})
  void namesAToolThatCannotBeStrictAtOpenAi(DialectName to, String strict) {
    String tool =
        "'tools':[{'name':'f','strict':true,'input_schema':{'type':'object',"
            + "'properties':{'a':{'type':'string'}},%s'additionalProperties':false}}]";

    Written optional = claude(to, tool.formatted(""));
    Written required = claude(to, tool.formatted("'required':['a'],"));

    assertThat(optional.at(strict)).isEqualTo(BooleanNode.FALSE);
    assertThat(optional.dropped()).containsExactly("strict");
    assertThat(required.at(strict)).isEqualTo(BooleanNode.TRUE);
    assertThat(required.dropped()).isEmpty();
  }

  @Test
  void keepsTheSignaturesOfAnotherProviderFromOpenAi() {
    Written written =
        Translation.request(
            GEMINI,
            OPENAI_CHAT,
            "gpt-5.1",
            """
            {"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[
               {"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"}]},
             {"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}
            """);

    assertThat(written.at("/messages/1/tool_calls/0").has("extra_content")).isFalse();
    assertThat(written.dropped()).containsExactly("thought_signature");
  }

  @Test
  void refusesPicturesThatTheModelMadeWhereOpenAiTakesNone() {
    Written written =
        Translation.request(
            GEMINI,
            OPENAI_CHAT,
            "gpt-5.1",
            """
            {"contents":[{"role":"user","parts":[{"text":"draw"}]},{"role":"model","parts":[
               {"inlineData":{"mimeType":"image/png","data":"iVBO"}},{"text":"Here."}]},
             {"role":"user","parts":[{"text":"again"}]}]}
            """);

    assertThat(written.at("/messages/1/content").asText()).isEqualTo("Here.");
    assertThat(written.refused()).containsExactly("content: media in an assistant's turn");
  }

  /** What a caller pays for at most stays so. */
  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "GEMINI"})
  void thinksBelowTheLimitOfACallerOnBedrock(DialectName from) {
    String said =
        switch (from) {
          case OPENAI_CHAT ->
              "'messages':[{'role':'user','content':'q'}],'max_tokens':%d,'reasoning_effort':'low'";
          case OPENAI_RESPONSES ->
              "'input':'q','max_output_tokens':%d,'reasoning':{'effort':'low'}";
          default ->
              "'contents':[{'role':'user','parts':[{'text':'q'}]}],'generationConfig':"
                  + "{'maxOutputTokens':%d,'thinkingConfig':{'thinkingBudget':2048}}";
        };
    String body = ("{'model':'m'," + said + "}").replace('\'', '"');

    Written some = Translation.request(from, BEDROCK, BEDROCK_CLAUDE, body.formatted(2_000));
    Written few = Translation.request(from, BEDROCK, BEDROCK_CLAUDE, body.formatted(500));

    assertThat(some.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(2_000);
    assertThat(some.at("/additionalModelRequestFields/thinking/budget_tokens").asInt())
        .isEqualTo(1_024);
    assertThat(few.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(500);
    assertThat(few.body().has("additionalModelRequestFields")).isFalse();
    assertThat(few.dropped()).hasSize(1);
  }
}
