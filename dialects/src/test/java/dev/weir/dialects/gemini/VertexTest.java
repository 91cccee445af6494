package dev.weir.dialects.gemini;

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
import org.junit.jupiter.api.Test;

/** What Vertex AI takes otherwise than the Gemini API does. */
final class VertexTest {

  private static final String LATER_TURN =
      """
      {"model":"m","messages":[
        {"role":"user","content":"hi"},
        {"role":"assistant","tool_calls":[
          {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
          {"id":"call_2","type":"function","function":{"name":"f","arguments":"{\\"a\\":2}"}}]},
        {"role":"tool","tool_call_id":"call_2","content":"two"},
        {"role":"tool","tool_call_id":"call_1","content":"one"}]}
      """;

  private static JsonNode contents(Dialect dialect, String model) {
    Reading reading =
        Dialects.of(DialectName.OPENAI_CHAT)
            .read(LATER_TURN.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    CanonicalRequest request = ((Reading.Read) reading).request().withModel(model);
    byte[] body = dialect.write(request, new Losses()).body();
    return Json.tree(body, 0, body.length).orElseThrow().path("contents");
  }

  @Test
  void getsResultsInTheOrderOfTheirCallsAndNoIdsWhichOlderModelsRefuse() {
    JsonNode contents = contents(Dialects.vertex(), "gemini-2.5-flash");

    assertThat(contents.at("/1/parts"))
        .isEqualTo(
            Json.tree(
                    """
                    [{"functionCall":{"name":"f","args":{"a":1}}},
                     {"functionCall":{"name":"f","args":{"a":2}}}]
                    """)
                .orElseThrow());
    assertThat(contents.at("/2/parts"))
        .isEqualTo(
            Json.tree(
                    """
                    [{"functionResponse":{"name":"f","response":{"result":"one"}}},
                     {"functionResponse":{"name":"f","response":{"result":"two"}}}]
                    """)
                .orElseThrow());
  }

  @Test
  void getsTheIdsThatGemini3GivesItself() {
    JsonNode contents = contents(Dialects.vertex(), "gemini-3.5-flash");

    assertThat(contents.at("/1/parts/0/functionCall/id").asText()).isEqualTo("call_1");
    assertThat(contents.at("/2/parts/0/functionResponse/id").asText()).isEqualTo("call_1");
  }

  @Test
  void isAloneInThat() {
    JsonNode contents = contents(Dialects.of(DialectName.GEMINI), "gemini-2.5-flash");

    assertThat(contents.at("/1/parts/0/functionCall/id").asText()).isEqualTo("call_1");
    assertThat(contents.at("/2/parts/0/functionResponse/id").asText()).isEqualTo("call_1");
  }
}
