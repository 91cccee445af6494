package dev.weir.standalone.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.governance.policy.Catalogue;
import dev.weir.governance.policy.CatalogueModel;
import dev.weir.governance.policy.CatalogueVendor;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.pricing.Charge;
import dev.weir.governance.pricing.Consumption;
import dev.weir.governance.pricing.Rating;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenCounts;
import dev.weir.governance.pricing.TokenType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What Weir charges for a mixed use of a model, by a policy without a price of its own, is what the
 * published figures say. {@code WEIR_DATA_DIR} names the folder that holds {@code prices}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriceDataTest {

  /** Fewer than these, and the comparison says nothing of the whole. */
  private static final int MODELS_MIN = 200;

  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private static final Instant USED = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  /** How the figures call the vendors of the catalogue, where they call them otherwise. */
  private static final Map<String, String> VENDORS =
      Map.of("bedrock", "aws", "azure-openai", "azure");

  private static final Map<TokenType, Long> SHORT =
      Map.of(
          TokenType.INPUT, 12_345L,
          TokenType.CACHE_READ, 2_003L,
          TokenType.CACHE_WRITE, 1_009L,
          TokenType.OUTPUT, 777L,
          TokenType.REASONING, 1_301L);

  private static final Map<TokenType, Long> LONG =
      Map.of(
          TokenType.INPUT, 123_457L,
          TokenType.CACHE_READ, 600_011L,
          TokenType.CACHE_WRITE, 20_011L,
          TokenType.OUTPUT, 7_001L,
          TokenType.REASONING, 13_001L);

  private static final Map<TokenType, Long> SOUND =
      Map.of(
          TokenType.INPUT, 1_001L,
          TokenType.CACHE_READ, 203L,
          TokenType.CACHE_READ_AUDIO, 307L,
          TokenType.AUDIO, 5_003L,
          TokenType.OUTPUT, 99L,
          TokenType.AUDIO_OUTPUT, 4_001L);

  private JsonNode figures = JsonNodeFactory.instance.arrayNode();

  private record Known(CatalogueVendor vendor, CatalogueModel model, JsonNode prices) {}

  @BeforeAll
  void read() throws IOException {
    String data = System.getenv("WEIR_DATA_DIR");
    Path file = Path.of(data == null ? "" : data, "prices", "genai-prices.json");
    assumeThat(data != null && Files.exists(file))
        .as("WEIR_DATA_DIR names no folder with prices/genai-prices.json")
        .isTrue();
    figures =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readTree(file.toFile());
  }

  @Test
  void chargesShortRequestsAsThePublishedFiguresSay() {
    compare(SHORT);
  }

  @Test
  void chargesLongRequestsAsThePublishedFiguresSay() {
    compare(LONG);
  }

  @Test
  void chargesSoundAsThePublishedFiguresSay() {
    compare(SOUND);
  }

  private void compare(Map<TokenType, Long> tokens) {
    List<Known> models = known();
    assertThat(models).hasSizeGreaterThanOrEqualTo(MODELS_MIN);
    List<String> different = new ArrayList<>();
    for (Known each : models) {
      Map<TokenType, Long> used = priced(tokens, each.prices());
      BigDecimal expected = expected(used, each.prices());
      BigDecimal charged = charged(each, used);
      if (charged.compareTo(expected) != 0) {
        different.add(
            "%s of %s: %s instead of %s"
                .formatted(each.model().name(), each.vendor().name(), charged, expected));
      }
    }
    assertThat(different).isEmpty();
    System.out.printf("the prices of %d models are as published%n", models.size());
  }

  /** Every model of the catalogue whose price does not depend on the hour of the day. */
  private List<Known> known() {
    List<Known> known = new ArrayList<>();
    Catalogue catalogue = Catalogues.ofThisRelease();
    for (CatalogueVendor vendor : catalogue.vendors().values()) {
      for (CatalogueModel model : vendor.models().values()) {
        find(VENDORS.getOrDefault(vendor.name(), vendor.name()), model.name())
            .ifPresent(prices -> known.add(new Known(vendor, model, prices)));
      }
    }
    return known;
  }

  private Optional<JsonNode> find(String vendor, String model) {
    for (JsonNode provider : figures) {
      if (provider.path("id").asText().equals(vendor)) {
        for (JsonNode each : provider.path("models")) {
          if (each.path("id").asText().equals(model)) {
            return onTheDay(each.path("prices"));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> onTheDay(JsonNode prices) {
    if (!prices.isArray()) {
      return Optional.of(prices);
    }
    JsonNode last = prices.path(0).path("prices");
    for (JsonNode each : prices) {
      JsonNode constraint = each.path("constraint");
      if (constraint.has("start_time")) {
        return Optional.empty();
      }
      if (!LocalDate.parse(constraint.path("start_date").asText("1970-01-01")).isAfter(DAY)) {
        last = each.path("prices");
      }
    }
    return Optional.of(last);
  }

  /** Embeddings have no output, and what has no price at all is a question of its own. */
  private static Map<TokenType, Long> priced(Map<TokenType, Long> tokens, JsonNode prices) {
    var used = new EnumMap<TokenType, Long>(tokens);
    used.keySet()
        .removeIf(
            type -> prices.path(type.isOfPrompt() ? "input_mtok" : "output_mtok").isMissingNode());
    return used;
  }

  /**
   * From the figures alone: the length of the whole prompt decides about the price of each class.
   */
  private static BigDecimal expected(Map<TokenType, Long> tokens, JsonNode prices) {
    long prompt =
        tokens.entrySet().stream()
            .filter(it -> it.getKey().isOfPrompt())
            .mapToLong(Map.Entry::getValue)
            .sum();
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<TokenType, Long> used : tokens.entrySet()) {
      sum =
          sum.add(
              figure(used.getKey(), prices, prompt).multiply(BigDecimal.valueOf(used.getValue())));
    }
    return sum.movePointLeft(6);
  }

  private static BigDecimal figure(TokenType type, JsonNode prices, long prompt) {
    List<String> fields =
        switch (type) {
          case INPUT -> List.of("input_mtok");
          case CACHE_READ -> List.of("cache_read_mtok", "input_mtok");
          case CACHE_READ_AUDIO ->
              List.of("cache_audio_read_mtok", "cache_read_mtok", "input_mtok");
          case CACHE_WRITE -> List.of("cache_write_mtok", "input_mtok");
          case AUDIO -> List.of("input_audio_mtok", "input_mtok");
          case AUDIO_OUTPUT -> List.of("output_audio_mtok", "output_mtok");
          case OUTPUT, REASONING -> List.of("output_mtok");
          case CACHE_WRITE_HOUR, IMAGE, IMAGE_OUTPUT ->
              throw new IllegalArgumentException("the figures do not know " + type);
        };
    JsonNode price =
        fields.stream()
            .map(prices::path)
            .filter(it -> !it.isMissingNode())
            .findFirst()
            .orElseThrow();
    if (!price.isObject()) {
      return price.decimalValue();
    }
    BigDecimal now = price.path("base").decimalValue();
    for (JsonNode tier : price.path("tiers")) {
      now = prompt > tier.path("start").asLong() ? tier.path("price").decimalValue() : now;
    }
    return now;
  }

  private static BigDecimal charged(Known known, Map<TokenType, Long> tokens) {
    Policy policy = policy(known);
    return new Rating(policy.priceBook(), policy.discounts())
            .rate(
                new Consumption(
                    "search",
                    "vendor",
                    known.model().name(),
                    ServiceTier.DEFAULT,
                    new TokenCounts(tokens),
                    USED))
            .stream()
            .map(charge ->
                switch (charge) {
                  case Charge.Priced priced -> priced.cost().amount();
                  case Charge.Unpriced unpriced ->
                      throw new AssertionError(
                          "%s of %s has no price of %s"
                              .formatted(
                                  known.model().name(),
                                  known.vendor().name(),
                                  unpriced.type().text()));
                })
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** A policy as people write it: a provider and a model, and no price. */
  private static Policy policy(Known known) {
    String host = known.vendor().hosts().stream().sorted().findFirst().orElse("vendor.example.com");
    String kind =
        known.vendor().kinds().stream()
            .map(it -> ", kind: " + it.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .sorted()
            .findFirst()
            .orElse("");
    String more = kind.endsWith("azure-openai") ? ", api-version: v1" : "";
    String text =
        """
        organisation: acme
        providers: {vendor: {url: "https://%s/v1"%s%s}}
        models: {m: {provider: vendor, upstream-model: "%s"}}
        teams: {search: {}}
        """
            .formatted(host, kind, more, known.model().name());
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(Policy policy) ->
          new Catalogue(DAY, Map.of(known.vendor().name(), known.vendor())).complete(policy);
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(text + problems);
    };
  }
}
