package dev.weir.dialects.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claude answers 400 to a schema with bounds, at Anthropic and at Bedrock. */
final class BoundedSchemasTest {

  private static final String REQUEST =
      """
      {"model":"m","messages":[{"role":"user","content":"hi"}],
       "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":
         {"type":"object","properties":{"a":{"type":"integer","minimum":1}},"required":["a"]}}},
       "tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":
         {"type":"object","properties":{"b":{"type":"string","minLength":2}},"required":["b"]}}}]}
      """;

  private static final String ANSWER =
      """
      {"type":"object","properties":{"a":{"type":"integer","description":"(minimum: 1)"}},
       "required":["a"],"additionalProperties":false}
      """;

  private static final String ARGUMENTS =
      """
      {"type":"object","properties":{"b":{"type":"string","description":"(minLength: 2)"}},
       "required":["b"],"additionalProperties":false}
      """;

  private final Losses losses = new Losses();

  private JsonNode written(DialectName to, String model) {
    Reading reading =
        Dialects.of(DialectName.OPENAI_CHAT)
            .read(REQUEST.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    CanonicalRequest request = ((Reading.Read) reading).request().withModel(model);
    byte[] body = Dialects.of(to).write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  private static JsonNode tree(String json) {
    return Json.tree(json).orElseThrow();
  }

  @Test
  void becomeWordsForAnthropic() {
    JsonNode written = written(DialectName.ANTHROPIC, "claude-sonnet-4-5");

    assertThat(written.at("/output_config/format/schema")).isEqualTo(tree(ANSWER));
    assertThat(written.at("/tools/0/input_schema")).isEqualTo(tree(ARGUMENTS));
    assertThat(losses.dropped()).contains("response_format.minimum", "strict.minLength");
  }

  @Test
  void becomeWordsForBedrock() {
    JsonNode written = written(DialectName.BEDROCK, "anthropic.claude-sonnet-4-5-20250929-v1:0");

    String schema = written.at("/outputConfig/textFormat/structure/jsonSchema/schema").asText();
    assertThat(tree(schema)).isEqualTo(tree(ANSWER));
    assertThat(written.at("/toolConfig/tools/0/toolSpec/inputSchema/json"))
        .isEqualTo(tree(ARGUMENTS));
    assertThat(losses.dropped()).contains("response_format.minimum", "strict.minLength");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_RESPONSES", "GEMINI"})
  void stayWhereTheyAreEnforced(DialectName to) {
    String body = Json.text(written(to, "gemini-2.5-flash"));

    assertThat(body).contains("\"minimum\":1", "\"minLength\":2");
    assertThat(losses.dropped()).doesNotContain("response_format.minimum", "strict.minLength");
  }
}
