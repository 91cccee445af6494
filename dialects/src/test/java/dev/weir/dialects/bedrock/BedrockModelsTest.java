package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs from model to model. */
final class BedrockModelsTest {

  private static final String SONNET_4_5 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final String OPUS_4_6 = "anthropic.claude-opus-4-6-v1";
  private static final String OPUS_4_7 = "global.anthropic.claude-opus-4-7";
  private static final String MYTHOS = "anthropic.claude-mythos-preview";
  private static final String NOVA = "us.amazon.nova-lite-v1:0";
  private static final String GPT_OSS = "openai.gpt-oss-120b-1:0";
  private static final String LLAMA = "us.meta.llama3-3-70b-instruct-v1:0";

  private final BedrockDialect dialect = new BedrockDialect();
  private final Losses losses = new Losses();

  private static CanonicalRequest request(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  private JsonNode written(CanonicalRequest request) {
    byte[] body = dialect.write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  private JsonNode written(String model, String rest) {
    String body =
        "{\"model\":\"%s\",%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model, rest);
    return written(
        request(ChatDialect.ofOpenAi().read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING)));
  }

  private static JsonNode json(String text) {
    return Json.tree(text.replace('\'', '"')).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic.claude-v2:1, CLAUDE, 200",
    "anthropic.claude-instant-v1, CLAUDE, 200",
    "anthropic.claude-3-haiku-20240307-v1:0, CLAUDE, 300",
    "us.anthropic.claude-3-7-sonnet-20250219-v1:0, CLAUDE, 307",
    "us.anthropic.claude-sonnet-4-20250514-v1:0, CLAUDE, 400",
    "anthropic.claude-opus-4-6-v1, CLAUDE, 406",
    "anthropic.claude-fable-5-1, CLAUDE, 501",
    "anthropic.claude-mythos-preview, CLAUDE, 505",
    "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-7, CLAUDE, 407",
    "us.amazon.nova-2-lite-v1:0, NOVA_2, 0",
    "openai.gpt-oss-20b-1:0, GPT_OSS, 0",
    "us.meta.llama3-3-70b-instruct-v1:0, OTHER, 0",
    "arn:aws:bedrock:us-east-1::foundation-model/mistral.mistral-large-2402-v1:0, OTHER, 0",
    "arn:aws:bedrock:us-east-1:1:application-inference-profile/a1b2c3, HIDDEN, 0"
  })
  void tellsModelsByTheirIds(String id, BedrockModel.Maker maker, int version) {
    BedrockModel model = BedrockModel.of(id);

    assertThat(model.maker()).isEqualTo(maker);
    assertThat(model.claude().number()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        SONNET_4_5 + " | high | {'thinking':{'type':'enabled','budget_tokens':16384}}",
        OPUS_4_6 + " | xhigh | {'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}}",
        OPUS_4_7 + " | xhigh | {'thinking':{'type':'adaptive'},'output_config':{'effort':'xhigh'}}",
        MYTHOS + " | minimal | {'thinking':{'type':'adaptive'},'output_config':{'effort':'low'}}",
        GPT_OSS + " | max | {'reasoning_effort':'high'}",
        "anthropic.claude-opus-5 | none | {'thinking':{'type':'disabled'}}"
      })
  void asksForThinkingAsTheModelTakesIt(String model, String effort, String fields) {
    String asked = "\"reasoning_effort\":\"" + effort + "\"";

    assertThat(written(model, asked).path("additionalModelRequestFields")).isEqualTo(json(fields));
    assertThat(losses.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    NOVA + ", low",
    LLAMA + ", high",
    "anthropic.claude-3-haiku-20240307-v1:0, high",
    MYTHOS + ", none",
    GPT_OSS + ", none"
  })
  void namesTheEffortThatAModelDoesNotTake(String model, String effort) {
    written(model, "\"reasoning_effort\":\"" + effort + "\"");

    assertThat(losses.dropped()).containsExactly("reasoning_effort");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'thinking':{'type':'adaptive'},'output_config':{'effort':'medium'}}",
        "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'max'}}",
        "{'thinking':{'type':'adaptive'}}",
        "{'thinking':{'type':'adaptive'},'output_config':{'effort':'ultra','more':1}}",
        "{'thinking':{'type':'adaptive','display':'new'},'output_config':{'effort':'low'}}",
        "{'thinking':{'type':'new'},'reasoning_effort':'low'}",
        "{'output_config':{'effort':'low'}}",
        "{'reasoning_effort':7}"
      })
  void keepsTheModelsOwnFieldsOfThinking(String fields) {
    String body = "{\"messages\":[],\"additionalModelRequestFields\":" + json(fields) + "}";
    CallAddress address = new CallAddress(Optional.of(OPUS_4_7), Optional.empty());

    JsonNode written = written(request(dialect.read(body.getBytes(UTF_8), address)));

    assertThat(written.path("additionalModelRequestFields")).isEqualTo(json(fields));
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void samplesNotWhereTheModelRefusesIt() {
    JsonNode body =
        written(OPUS_4_7, "\"temperature\":0.2,\"top_p\":0.9,\"top_k\":5,\"max_tokens\":9");

    assertThat(body.path("inferenceConfig")).isEqualTo(json("{'maxTokens':9}"));
    assertThat(body.has("additionalModelRequestFields")).isFalse();
    assertThat(losses.dropped()).containsExactlyInAnyOrder("temperature", "top_p", "top_k");
  }

  @Test
  void givesOneSamplerToAClaudeThatTakesNotBoth() {
    JsonNode body = written(SONNET_4_5, "\"temperature\":0.2,\"top_p\":0.9");

    assertThat(body.path("inferenceConfig")).isEqualTo(json("{'temperature':0.2}"));
    assertThat(losses.dropped()).containsExactly("top_p");
  }

  @Test
  void writesTopKOfANovaInItsOwnObject() {
    JsonNode body = written(NOVA, "\"top_k\":5");
    String fields = "{'inferenceConfig':{'topK':5}}";
    CallAddress address = new CallAddress(Optional.of(NOVA), Optional.empty());

    assertThat(body.path("additionalModelRequestFields")).isEqualTo(json(fields));
    assertThat(request(dialect.read(Json.bytes(body), address)).sampling().topK()).hasValue(5);
  }

  private static final String MARKED =
      """
      "tools":[{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}}],
      "tool_choice":"auto","messages_before":0
      """;

  @Test
  void marksTheCacheOnlyWhereTheModelHasOne() {
    assertThat(written(SONNET_4_5, MARKED).path("toolConfig").path("tools")).hasSize(2);
    assertThat(losses.dropped()).containsExactly("messages_before");

    assertThat(written(LLAMA, MARKED).path("toolConfig").path("tools")).hasSize(1);
    assertThat(losses.dropped()).contains("cache_control");
  }

  @Test
  void marksNoToolsOfANova() {
    assertThat(written(NOVA, MARKED).path("toolConfig").path("tools")).hasSize(1);
    assertThat(losses.dropped()).contains("cache_control");
  }
}
