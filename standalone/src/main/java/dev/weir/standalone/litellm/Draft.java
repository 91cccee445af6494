package dev.weir.standalone.litellm;

import dev.weir.governance.policy.ProviderKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The policy as it is gathered. */
final class Draft {

  /**
   * @param credential a reference
   * @param firstByteSeconds how long an answer may take to begin
   */
  record DraftProvider(
      ProviderKind kind,
      String url,
      Optional<String> credential,
      String apiVersion,
      OptionalLong firstByteSeconds) {

    private String yaml() {
      List<String> parts = new ArrayList<>();
      parts.add("kind: " + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      parts.add("url: " + Yaml.text(url));
      credential.ifPresent(it -> parts.add("credential: " + Yaml.text(it)));
      if (!apiVersion.isEmpty()) {
        parts.add("api-version: " + Yaml.text(apiVersion));
      }
      firstByteSeconds.ifPresent(it -> parts.add("timeouts: {first-byte: " + it + "s}"));
      return "{" + String.join(", ", parts) + "}";
    }
  }

  private record Tokens(String provider, String model, String type) {}

  private final Map<DraftProvider, String> providers = new LinkedHashMap<>();
  private final Map<String, String> models = new LinkedHashMap<>();
  private final Map<String, String> routes = new LinkedHashMap<>();
  private final Map<Tokens, BigDecimal> prices = new LinkedHashMap<>();
  private final LocalDate pricesFrom;

  Draft(LocalDate pricesFrom) {
    this.pricesFrom = pricesFrom;
  }

  /** The provider's name; the same again for one that is the same. */
  String provider(DraftProvider provider, String vendor) {
    String known = providers.get(provider);
    if (known != null) {
      return known;
    }
    String base = vendor.replace('_', '-');
    String name = base;
    for (int i = 2; providers.containsValue(name); i++) {
      name = base + "-" + i;
    }
    providers.put(provider, name);
    return name;
  }

  boolean hasName(String name) {
    return models.containsKey(name) || routes.containsKey(name);
  }

  boolean isEmpty() {
    return models.isEmpty();
  }

  void model(String name, Deployment deployment) {
    models.put(name, deployment.yaml());
  }

  /** {@code strategy}: as YAML. */
  void route(String name, String strategy) {
    routes.put(name, strategy);
  }

  /** Whether the price stands now; false where these tokens have another one. */
  boolean price(String provider, String model, String type, BigDecimal perToken) {
    BigDecimal perMillion = perToken.movePointRight(6).stripTrailingZeros();
    BigDecimal before = prices.putIfAbsent(new Tokens(provider, model, type), perMillion);
    return before == null || before.compareTo(perMillion) == 0;
  }

  String yaml() {
    var text = new StringBuilder();
    text.append("# Made by 'weir import litellm'; see its report for what is not in here.\n");
    text.append("organisation: imported\n\nproviders:\n");
    providers.forEach((provider, name) ->
        text.append("  ").append(name).append(": ").append(provider.yaml()).append('\n'));
    entries(text, "models", models);
    if (!routes.isEmpty()) {
      entries(text, "routes", routes);
    }
    text.append("\nteams:\n");
    text.append(
        "  # Every caller belongs to a team: 'weir key create --team default' makes a key.\n");
    text.append("  default: {}\n");
    if (!prices.isEmpty()) {
      text.append("\nprices:\n");
      prices.forEach((tokens, perMillion) ->
          text.append(
              "  - {provider: %s, model: %s, token-type: %s, per-million: %s, valid-from: %s, source: LiteLLM configuration}\n"
                  .formatted(
                      tokens.provider(),
                      Yaml.text(tokens.model()),
                      tokens.type(),
                      perMillion.toPlainString(),
                      pricesFrom)));
    }
    return text.toString();
  }

  private static void entries(StringBuilder text, String key, Map<String, String> entries) {
    text.append('\n').append(key).append(":\n");
    entries.forEach((name, value) ->
        text.append("  ").append(Yaml.text(name)).append(": ").append(value).append('\n'));
  }
}
