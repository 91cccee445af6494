package dev.weir.governance.policy;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.pricing.Discount;
import dev.weir.governance.pricing.PriceStep;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what tokens cost: the {@code prices} and {@code discounts} of a policy. */
final class PriceParser {

  /** A policy with more is refused. */
  static final int DISCOUNTS_MAX = 10_000;

  private static final List<String> TOKEN_TYPES =
      Stream.of(TokenType.values()).map(TokenType::text).toList();

  private final PolicyProblems problems;
  private final Map<String, ModelRoute> models;
  private final Set<String> providers;
  private final Set<TeamId> teams;

  private final List<PriceEntry> prices = new ArrayList<>();
  private final PricesSeen pricesSeen = new PricesSeen();
  private final List<Discount> discounts = new ArrayList<>();
  private final Set<Seen> discountsSeen = new HashSet<>();

  private record Seen(Discount.Scope scope, Instant validFrom) {}

  PriceParser(
      PolicyProblems problems,
      Map<String, ModelRoute> models,
      Set<String> providers,
      Set<TeamId> teams) {
    this.problems = problems;
    this.models = models;
    this.providers = providers;
    this.teams = teams;
  }

  void read(YamlMap root) {
    root.each("prices", this::readPrice);
    root.each("discounts", this::readDiscount);
    if (discounts.size() > DISCOUNTS_MAX) {
      root.problem("discounts", "at most " + DISCOUNTS_MAX + " discounts");
    }
  }

  List<PriceEntry> prices() {
    return List.copyOf(prices);
  }

  List<Discount> discounts() {
    return List.copyOf(discounts);
  }

  private void readPrice(String path, Node node) {
    try (YamlMap map = new YamlMap(node, path, problems)) {
      String provider = map.text("provider");
      String model = map.text("model");
      String text = map.text("token-type");
      Optional<TokenType> type = tokenType(map, text);
      ServiceTier tier = tier(map);
      BigDecimal perMillion = map.decimal("per-million");
      String currency = map.optionalText("currency").orElse("USD");
      Instant validFrom = map.date("valid-from");
      String source = map.optionalText("source").orElse("policy");
      List<PriceStep> steps = new ArrayList<>();
      map.each(
          "above",
          (stepPath, step) -> readStep(stepPath, step, type.orElse(TokenType.INPUT), steps));
      map.checked(_ ->
              new PriceEntry(
                  provider, model, text, tier, perMillion, steps, currency, validFrom, source))
          .ifPresent(price -> {
            pricesSeen.clash(price).ifPresent(clash -> map.problem(clash.key(), clash.message()));
            prices.add(price);
          });
    }
  }

  private void readStep(String path, Node node, TokenType type, List<PriceStep> steps) {
    try (YamlMap map = new YamlMap(node, path, problems)) {
      if (!map.has("input-tokens")) {
        map.problem("input-tokens", "required");
      }
      long above = map.optionalPositive("input-tokens").orElse(1);
      BigDecimal perMillion = map.decimal("per-million");
      PriceStep.Scope scope =
          map.choice("applies-to", PriceStep.Scope.class, PriceStep.Scope.REQUEST);
      if (scope == PriceStep.Scope.EXCESS && !type.isOfPrompt()) {
        map.problem(
            "applies-to",
            "the tokens of an answer lie neither above nor below a length of the prompt: use request");
      }
      map.checked(
              _ -> {
                PriceEntry.check(perMillion);
                return new PriceStep(above, perMillion, scope);
              })
          .ifPresent(steps::add);
    }
  }

  private static Optional<TokenType> tokenType(YamlMap map, String text) {
    Optional<TokenType> type = TokenType.of(text);
    if (type.isEmpty() && !text.isEmpty()) {
      map.problem(
          "token-type",
          "expected one of "
              + String.join(", ", TOKEN_TYPES.stream().sorted().toList())
              + Suggestion.among(TOKEN_TYPES, text));
    }
    return type;
  }

  private static ServiceTier tier(YamlMap map) {
    return map.optionalText("service-tier")
        .flatMap(text -> {
          ServiceTier tier = ServiceTier.of(text);
          if (!tier.isDefault() && !tier.name().equals(text)) {
            map.problem(
                "service-tier",
                "expected a name like flex, priority or batch: small letters, at most 64, no '|'");
            return Optional.empty();
          }
          return Optional.of(tier);
        })
        .orElse(ServiceTier.DEFAULT);
  }

  private void readDiscount(String path, Node node) {
    try (YamlMap map = new YamlMap(node, path, problems)) {
      Optional<String> team =
          known(map, "team", teams.stream().map(TeamId::value).toList(), "no team");
      Optional<String> provider = known(map, "provider", providers, "no provider");
      Optional<String> model = known(map, "model", modelNames(), "no model");
      Optional<TokenType> type =
          map.optionalText("token-type").flatMap(text -> tokenType(map, text));
      BigDecimal percent = map.decimal("percent");
      Instant validFrom = map.date("valid-from");
      var scope = new Discount.Scope(team, provider, model.map(this::upstream), type);
      map.checked(_ -> new Discount(scope, percent, validFrom))
          .ifPresent(discount -> {
            if (!discountsSeen.add(new Seen(scope, validFrom))) {
              map.problem(
                  "valid-from",
                  "the same has a discount from %s already; keep one"
                      .formatted(LocalDate.ofInstant(validFrom, ZoneOffset.UTC)));
            }
            discounts.add(discount);
          });
    }
  }

  private List<String> modelNames() {
    return models.values().stream()
        .flatMap(it -> Stream.of(it.name(), it.upstreamModel()))
        .distinct()
        .toList();
  }

  /** Usage is rated by the provider's name for a model. */
  private String upstream(String model) {
    ModelRoute route = models.get(model);
    return route == null ? model : route.upstreamModel();
  }

  private static Optional<String> known(
      YamlMap map, String key, Collection<String> known, String none) {
    Optional<String> name = map.optionalText(key);
    if (name.isPresent() && !known.contains(name.get())) {
      map.problem(
          key, none + " '" + name.get() + "'" + Suggestion.among(List.copyOf(known), name.get()));
    }
    return name;
  }
}
