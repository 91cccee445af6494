package dev.weir.dialects.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PassedUsageTest {

  private static Optional<TokenCounts> usage(String json) {
    return PassedUsage.of(Json.tree(json).orElseThrow());
  }

  private static String tier(String json) {
    return PassedUsage.serviceTier(Json.tree(json).orElseThrow());
  }

  @Test
  void readsTheUsageOfEachProvidersShape() {
    assertThat(
            usage(
                "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":2}}}"))
        .contains(new TokenCounts(7, 2, 0, 4, 0, 0, 0));
    assertThat(
            usage(
                "{\"response\":{\"usage\":{\"input_tokens\":9,\"output_tokens\":4,"
                    + "\"input_tokens_details\":{\"image_tokens\":5,\"text_tokens\":4}}}}"))
        .contains(new TokenCounts(4, 0, 0, 4, 0, 0, 5));
    assertThat(
            usage(
                "{\"message\":{\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":2,"
                    + "\"cache_creation_input_tokens\":1,\"output_tokens\":4}}}"))
        .contains(new TokenCounts(9, 2, 1, 4, 0, 0, 0));
    assertThat(
            usage(
                "{\"usage\":{\"input_tokens\":9,\"cache_creation_input_tokens\":7,\"output_tokens\":4,"
                    + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":5}}}"))
        .contains(new TokenCounts(9, 0, 7, 4, 0, 0, 0, new TokenCounts.Parts(5, 0, 0, 0)));
    assertThat(usage("{\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4}}"))
        .contains(TokenCounts.of(9, 4));
  }

  @Test
  void readsTheTierWhereEachProviderSaysIt() {
    assertThat(tier("{\"service_tier\":\"flex\",\"usage\":{}}")).isEqualTo("flex");
    assertThat(tier("{\"response\":{\"service_tier\":\"priority\"}}")).isEqualTo("priority");
    assertThat(tier("{\"message\":{\"usage\":{\"service_tier\":\"batch\"}}}")).isEqualTo("batch");
    assertThat(tier("{\"object\":\"batch\",\"usage\":{}}")).isEqualTo("batch");
    assertThat(tier("{\"service_tier\":null}")).isEqualTo("");
    assertThat(tier("{\"usage\":{}}")).isEqualTo("");
  }

  @Test
  void readsNothingWhereThereIsNone() {
    assertThat(usage("{}")).isEmpty();
    assertThat(usage("[]")).isEmpty();
    assertThat(usage("{\"usage\":null}")).isEmpty();
    assertThat(usage("{\"usage\":{\"type\":\"duration\",\"seconds\":3}}")).isEmpty();
    assertThat(usage("{\"usage\":{\"prompt_tokens\":-1}}")).isEmpty();
  }
}
