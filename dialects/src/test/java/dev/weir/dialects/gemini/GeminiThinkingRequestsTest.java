package dev.weir.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reasoning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeminiThinkingRequestsTest extends GeminiRequestCase {

  @Test
  void joinsThoughtsThatCameInPieces() {
    String carried = new CarriedProof(DialectName.ANTHROPIC, false, "sig").text();
    String hidden = new CarriedProof(DialectName.BEDROCK, true, "data").text();

    List<Part> parts =
        read(withParts(
                """
                {"text":"a","thought":true},{"text":"b","thought":true},
                {"text":"","thought":true,"thoughtSignature":"%s"},
                {"text":"","thought":true,"thoughtSignature":"%s"},{"text":"c"},
                {"text":"","thoughtSignature":"own"}
                """
                    .formatted(carried, hidden)))
            .turns()
            .getFirst()
            .parts();

    assertThat(carried).startsWith(CarriedProof.MARK);
    assertThat(parts)
        .containsExactly(
            new Part.Thinking("ab", Optional.of("sig"), DialectName.ANTHROPIC),
            new Part.HiddenThinking("data", DialectName.BEDROCK),
            new Part.Text("c"),
            new Part.Thinking("", Optional.of("own"), DialectName.GEMINI));
  }

  @Test
  void keepsProofsOfOthersFromGemini() {
    String carried = new CarriedProof(DialectName.ANTHROPIC, false, "sig").text();
    Losses losses = new Losses();

    JsonNode root =
        written(
            read(
                withParts(
                    "{\"text\":\"a\",\"thought\":true,\"thoughtSignature\":\""
                        + carried
                        + "\"},{\"text\":\"b\"}")),
            losses);

    assertThat(root.path("contents").findValuesAsText("text")).containsExactly("b");
    assertThat(losses.dropped()).containsExactly("thinking");
  }

  @Test
  void signsCallsOfOthersForGemini3() {
    CanonicalRequest request =
        chat(
            """
            "messages":[{"role":"assistant","tool_calls":[
              {"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},
              {"id":"2","type":"function","function":{"name":"g","arguments":"{}"}}]}]
            """);

    assertThat(written(request).findValuesAsText("thoughtSignature")).isEmpty();
    assertThat(written(request.withModel("gemini-3-flash")).findValuesAsText("thoughtSignature"))
        .containsExactly("skip_thought_signature_validator");
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, minimal, thinkingBudget, 1024",
    "gemini-2.5-flash, max, thinkingBudget, 24576",
    "gemini-2.5-flash, none, thinkingBudget, 0",
    "gemini-2.5-pro, none, thinkingBudget, 128",
    "gemini-3-flash, minimal, thinkingLevel, MINIMAL",
    "gemini-3.1-pro, none, thinkingLevel, LOW",
    "gemini-3.1-pro, medium, thinkingLevel, MEDIUM",
    "gemini-3.1-pro, xhigh, thinkingLevel, HIGH"
  })
  void writesTheEffortAsTheModelTakesIt(String model, String effort, String name, String value) {
    CanonicalRequest request =
        chat("\"messages\":[],\"reasoning_effort\":\"" + effort + "\"").withModel(model);

    JsonNode config = written(request).path("generationConfig").path("thinkingConfig");

    assertThat(config).hasSize(1);
    assertThat(config.path(name).asText()).isEqualTo(value);
  }

  @Test
  void readsLevelsAsEfforts() {
    Reasoning read =
        read("""
        {"contents":[],"generationConfig":{"thinkingConfig":
         {"thinkingLevel":"HIGH","includeThoughts":false}}}
        """)
            .reasoning();

    assertThat(read)
        .isEqualTo(
            new Reasoning(
                Optional.of(Reasoning.Effort.HIGH), OptionalLong.empty(), Optional.of(false)));
  }
}
