package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that Bedrock serves under the names of regions and profiles. */
final class BedrockCatalogueTest {

  private static final String CATALOGUE =
      """
      dated: 2026-08-21
      providers:
        anthropic:
          kinds: [anthropic]
          source: "https://example.org/anthropic"
          models:
            claude-sonnet-4-5: {context-tokens: 200_000, max-output-tokens: 64_000, capabilities: [images, tools], prices: [{valid-from: 2026-08-21, input: 5}]}
        bedrock:
          kinds: [bedrock]
          source: "https://example.org/bedrock"
          models:
            "amazon.nova-lite-v1:0": {context-tokens: 300_000, prices: [{valid-from: 2026-08-21, input: 1}]}
            "global.anthropic.claude-sonnet-4-5-20250929-v1:0": {prices: [{valid-from: 2026-08-21, input: 2}]}
            "regional.anthropic.claude-sonnet-4-5-20250929-v1:0": {prices: [{valid-from: 2026-08-21, input: 3}]}
      """;

  private static Catalogue catalogue() {
    return switch (CatalogueParser.parse(CATALOGUE)) {
      case CatalogueReading.Valid(var catalogue) -> catalogue;
      case CatalogueReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static Policy policy(String upstreamModel) {
    String text =
        """
        organisation: acme
        providers:
          aws: {kind: bedrock, url: "https://bedrock-runtime.eu-central-1.amazonaws.com"}
        models:
          m: {provider: aws, upstream-model: "%s"}
        teams: {t: {}}
        """
            .formatted(upstreamModel);
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(var policy) -> policy;
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> inputPrices(String upstreamModel) {
    return catalogue().complete(policy(upstreamModel)).prices().stream()
        .filter(it -> it.tokenType().equals("input") && it.tier().isDefault())
        .map(it -> it.model() + " " + it.perMillion())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.nova-lite-v1:0,1",
    "amazon.nova-lite-v1:0:24k,1",
    "eu.amazon.nova-lite-v1:0,1",
    "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0,1",
    "anthropic.claude-sonnet-4-5-20250929-v1:0,3",
    "eu.anthropic.claude-sonnet-4-5-20250929-v1:0,3",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0,3",
    "apac.anthropic.claude-sonnet-4-5-20250929-v1:0,3",
    "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0,3",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0,2",
    "arn:aws:bedrock:us-east-1:123:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0,2",
    "arn:aws-us-gov:bedrock:x:123:inference-profile/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0,3"
  })
  void findsThePriceOfTheModelWhereItIsServed(String upstreamModel, String price) {
    assertThat(inputPrices(upstreamModel)).containsExactly(upstreamModel + " " + price);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:bedrock:us-east-1:123:application-inference-profile/abc",
    "arn:aws:bedrock:us-east-1:123:imported-model/amazon.nova-lite-v1:0",
    "eu.anthropic.claude-of-tomorrow-v1:0"
  })
  void findsNoPriceWhereTheNameTellsNoModelThatIsKnown(String upstreamModel) {
    assertThat(inputPrices(upstreamModel)).isEmpty();
  }

  @Test
  void takesSizesAndAbilitiesOfAClaudeFromItsMaker() {
    Policy policy = policy("eu.anthropic.claude-sonnet-4-5-20250929-v1:0");

    ModelTraits traits = catalogue().complete(policy).model("m").orElseThrow().traits();
    Policy again = catalogue().usedBy(policy).complete(policy);

    assertThat(traits.contextTokens()).hasValue(200_000);
    assertThat(traits.maxOutputTokens()).hasValue(64_000);
    assertThat(traits.capabilities()).hasValue(Set.of(Capability.IMAGES, Capability.TOOLS));
    assertThat(again.model("m").orElseThrow().traits()).isEqualTo(traits);
    assertThat(
            catalogue()
                .complete(policy("eu.amazon.nova-lite-v1:0"))
                .model("m")
                .orElseThrow()
                .traits()
                .contextTokens())
        .hasValue(300_000);
  }
}
