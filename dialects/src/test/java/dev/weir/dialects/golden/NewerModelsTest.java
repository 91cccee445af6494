package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.golden.Translation.json;
import static dev.weir.dialects.golden.Translation.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.golden.Translation.Written;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers' newer models and fields take, and what they refuse. */
final class NewerModelsTest {

  private static String asking(String members) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
        + members
        + "}";
  }

  private static String mustCall(String choice) {
    return asking(
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":"
            + choice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-opus-5-5",
        "claude-sonnet-5-5",
        "claude-fable-5-1",
        "claude-mythos-5-1",
        "claude-opus-6"
      })
  void leavesItToClaudesThatCannotBeForcedWhetherTheyCall(String model) {
    String named = "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";

    Written any = request(OPENAI_CHAT, ANTHROPIC, model, mustCall("\"required\""));
    Written one = request(OPENAI_CHAT, ANTHROPIC, model, mustCall(named));
    Written bedrock = request(OPENAI_CHAT, BEDROCK, "us.anthropic." + model, mustCall(named));

    assertThat(any.at("/tool_choice")).isEqualTo(json("{\"type\":\"auto\"}"));
    assertThat(any.dropped()).contains("tool_choice");
    assertThat(one.at("/tool_choice")).isEqualTo(json("{\"type\":\"auto\"}"));
    assertThat(bedrock.at("/toolConfig/toolChoice")).isEqualTo(json("{\"auto\":{}}"));
    assertThat(bedrock.dropped()).contains("tool_choice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-opus-5", "claude-sonnet-5", "claude-fable-5", "claude-haiku-5-5", "m"})
  void forcesTheOthers(String model) {
    Written any = request(OPENAI_CHAT, ANTHROPIC, model, mustCall("\"required\""));

    assertThat(any.at("/tool_choice")).isEqualTo(json("{\"type\":\"any\"}"));
    assertThat(any.dropped()).doesNotContain("tool_choice");
  }

  @ParameterizedTest
  @CsvSource({
    "minimal, low",
    "low, low",
    "medium, medium",
    "high, high",
    "xhigh, high",
    "max, high"
  })
  void asksNova2ForItsEffort(String effort, String level) {
    Written written =
        request(
            OPENAI_CHAT,
            BEDROCK,
            "us.amazon.nova-2-lite-v1:0",
            asking("\"reasoning_effort\":\"" + effort + "\""));

    assertThat(written.at("/additionalModelRequestFields/reasoningConfig"))
        .isEqualTo(json("{\"type\":\"enabled\",\"maxReasoningEffort\":\"%s\"}".formatted(level)));
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void leavesOutWhatNova2RefusesBesideItsHighestEffort() {
    String samplers = ",\"temperature\":0.5,\"top_p\":0.5";
    String limits = samplers + ",\"max_tokens\":50";

    Written high =
        request(
            OPENAI_CHAT,
            BEDROCK,
            "amazon.nova-2-lite-v1:0",
            asking("\"reasoning_effort\":\"high\"" + samplers));
    Written low =
        request(
            OPENAI_CHAT,
            BEDROCK,
            "amazon.nova-2-lite-v1:0",
            asking("\"reasoning_effort\":\"low\"" + limits));

    assertThat(high.body().has("inferenceConfig")).isFalse();
    assertThat(high.dropped()).containsExactlyInAnyOrder("temperature", "top_p");
    assertThat(low.at("/inferenceConfig"))
        .isEqualTo(json("{\"maxTokens\":50,\"temperature\":0.5,\"topP\":0.5}"));
  }

  @Test
  void keepsTheLimitOfTokensOfNova2WhereItWouldRefuseItAndAsksForLessThinking() {
    Written written =
        request(
            OPENAI_CHAT,
            BEDROCK,
            "amazon.nova-2-lite-v1:0",
            asking("\"reasoning_effort\":\"high\",\"temperature\":0.5,\"max_tokens\":100"));

    assertThat(written.at("/inferenceConfig"))
        .isEqualTo(json("{\"maxTokens\":100,\"temperature\":0.5}"));
    assertThat(
            written.at("/additionalModelRequestFields/reasoningConfig/maxReasoningEffort").asText())
        .isEqualTo("medium");
    assertThat(written.dropped()).containsExactly("reasoning_effort");
  }

  @ParameterizedTest
  @CsvSource({"amazon.nova-pro-v1:0, low", "amazon.nova-2-lite-v1:0, none"})
  void asksANovaForNothingThatItHasNot(String model, String effort) {
    Written written =
        request(OPENAI_CHAT, BEDROCK, model, asking("\"reasoning_effort\":\"" + effort + "\""));

    assertThat(written.body().has("additionalModelRequestFields")).isFalse();
    assertThat(written.dropped().contains("reasoning_effort")).isEqualTo(effort.equals("low"));
  }

  @Test
  void readsTheEffortOfNova2() {
    Written written =
        request(
            BEDROCK,
            OPENAI_CHAT,
            "gpt-5.1",
            """
            {"messages":[{"role":"user","content":[{"text":"hi"}]}],"additionalModelRequestFields":
              {"reasoningConfig":{"type":"enabled","maxReasoningEffort":"medium"}}}
            """);

    assertThat(written.at("/reasoning_effort").asText()).isEqualTo("medium");
  }

  @Test
  void asksOpenAisOwnModelsAtBedrockInTheirWords() {
    String all =
        asking(
            "\"reasoning_effort\":\"minimal\",\"temperature\":0.5,\"top_p\":0.5,\"stop\":\"x\",\"max_tokens\":9");

    Written written = request(OPENAI_CHAT, BEDROCK, "us.openai.gpt-5.6-v1:0", all);
    Written open = request(OPENAI_CHAT, BEDROCK, "openai.gpt-oss-120b-1:0", all);

    assertThat(written.at("/additionalModelRequestFields"))
        .isEqualTo(json("{\"reasoning\":{\"effort\":\"low\"}}"));
    assertThat(written.at("/inferenceConfig")).isEqualTo(json("{\"maxTokens\":9}"));
    assertThat(written.dropped())
        .containsExactlyInAnyOrder("reasoning_effort", "temperature", "top_p", "stop");
    assertThat(open.at("/additionalModelRequestFields/reasoning_effort").asText()).isEqualTo("low");
    assertThat(open.at("/inferenceConfig/stopSequences")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"flex, flex", "priority, priority", "default, standard"})
  void asksGeminiForATier(String chat, String gemini) {
    String body = asking("\"service_tier\":\"" + chat + "\"");

    Written written = request(OPENAI_CHAT, GEMINI, "gemini-3-flash", body);

    assertThat(written.at("/serviceTier").asText()).isEqualTo(gemini);
    assertThat(written.dropped()).isEmpty();
    assertThat(vertex(body).has("serviceTier")).isFalse();
  }

  private static JsonNode vertex(String body) {
    CallAddress address = new CallAddress(Optional.of("m"), Optional.of(false));
    Reading reading = Dialects.of(OPENAI_CHAT).read(body.getBytes(UTF_8), address);
    Losses losses = new Losses();
    byte[] written = Dialects.vertex().write(((Reading.Read) reading).request(), losses).body();
    assertThat(losses.dropped()).containsExactly("service_tier");
    return json(new String(written, UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "flex, flex",
    "PRIORITY, priority",
    "SERVICE_TIER_PRIORITY, priority",
    "standard, default"
  })
  void readsTheTierOfGemini(String gemini, String chat) {
    String body =
        "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"service_tier\":\"" + gemini + "\"}";

    Written written = request(GEMINI, OPENAI_CHAT, "gpt-5", body);

    assertThat(written.at("/service_tier").asText()).isEqualTo(chat);
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void passesATierWithinGeminiAsItCame() {
    String body =
        "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"serviceTier\":\"SERVICE_TIER_NEW\"}";

    assertThat(request(GEMINI, GEMINI, "gemini-3", body).at("/serviceTier").asText())
        .isEqualTo("SERVICE_TIER_NEW");
    assertThat(request(GEMINI, OPENAI_CHAT, "gpt-5", body).dropped()).contains("serviceTier");
  }

  @Test
  void tellsTheTierThatServedAtGeminiAndToItsCallers() {
    JsonNode chat =
        Translation.document(
            GEMINI,
            OPENAI_CHAT,
            """
            {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],
             "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"serviceTier":"standard"}}
            """);
    JsonNode gemini =
        Translation.document(
            OPENAI_CHAT,
            GEMINI,
            """
            {"id":"c","model":"m","service_tier":"priority","choices":[{"index":0,"message":{"content":"a"},
             "finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}
            """);

    assertThat(chat.path("service_tier").asText()).isEqualTo("default");
    assertThat(gemini.at("/usageMetadata/serviceTier").asText()).isEqualTo("priority");
  }

  @Test
  void tellsTheFirstGemmasTheirInstructionsAsTheUsersWords() {
    String body =
        """
        {"model":"m","reasoning_effort":"low","messages":[{"role":"system","content":"Be brief."},
          {"role":"user","content":"hi"},{"role":"assistant","content":"ho"},
          {"role":"user","content":"he"}]}
        """;

    Written gemma = request(OPENAI_CHAT, GEMINI, "gemma-3-27b-it", body);
    Written next = request(OPENAI_CHAT, GEMINI, "gemma-4-31b-it", body);

    assertThat(gemma.body().has("systemInstruction")).isFalse();
    assertThat(gemma.at("/contents/0/parts"))
        .containsExactly(json("{\"text\":\"Be brief.\"}"), json("{\"text\":\"hi\"}"));
    assertThat(gemma.at("/contents")).hasSize(3);
    assertThat(gemma.body().has("generationConfig")).isFalse();
    assertThat(gemma.dropped()).containsExactly("reasoning_effort");
    assertThat(next.at("/systemInstruction/parts/0/text").asText()).isEqualTo("Be brief.");
  }

  @Test
  void namesNothingOfGeminiThatAsksForNothing() {
    String body =
        """
        {"contents":[{"parts":[{"text":"hi"}]}],"safetySettings":[],"toolConfig":{},
         "generationConfig":{"responseModalities":["TEXT"],"speechConfig":{}}}
        """;

    assertThat(request(GEMINI, OPENAI_CHAT, "gpt-4o", body).dropped()).isEmpty();
    assertThat(request(GEMINI, GEMINI, "gemini-3", body).at("/generationConfig/speechConfig"))
        .isEqualTo(json("{}"));
  }
}
