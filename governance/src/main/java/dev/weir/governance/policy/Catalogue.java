package dev.weir.governance.policy;

import dev.weir.governance.pricing.PriceStep;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.routing.ModelTraits;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is publicly known of models: prices, sizes, abilities. It stands below the policy: a size
 * that the policy states holds, and a model of which it states any price has only the policy's
 * prices, since half of a negotiated price list and half of a public one add up to nothing.
 *
 * @param dated the day as of which it holds
 * @param vendors by name
 */
public record Catalogue(LocalDate dated, Map<String, CatalogueVendor> vendors) {

  /** Knows nothing. */
  public static final Catalogue EMPTY = new Catalogue(LocalDate.EPOCH, Map.of());

  public Catalogue {
    vendors = Map.copyOf(vendors);
  }

  private record Found(CatalogueVendor vendor, CatalogueModel model) {}

  private record Served(String provider, String upstreamModel) {}

  /** The policy with what the catalogue knows where the policy is silent. */
  public Policy complete(Policy policy) {
    Map<String, ModelRoute> models = new HashMap<>(policy.models());
    List<PriceEntry> prices = new ArrayList<>(policy.prices());
    Set<Served> priced = new HashSet<>();
    for (ModelRoute model : new TreeMap<>(policy.models()).values()) {
      traits(policy, model)
          .forEach(known ->
              models.compute(
                  model.name(), (_, before) -> filled(before == null ? model : before, known)));
      find(policy, model)
          .ifPresent(found -> {
            if (!hasPrice(policy, model)
                && priced.add(new Served(model.providerId(), model.upstreamModel()))) {
              prices.addAll(prices(found, model));
            }
          });
    }
    return policy.with(models, prices);
  }

  /** The part that {@link #complete} needs for this policy. */
  public Catalogue usedBy(Policy policy) {
    Map<String, Map<String, CatalogueModel>> used = new HashMap<>();
    policy
        .models()
        .values()
        .forEach(model ->
            Stream.concat(find(policy, model).stream(), maker(policy, model).stream())
                .forEach(found ->
                    used.computeIfAbsent(found.vendor().name(), _ -> new HashMap<>())
                        .put(found.model().name(), found.model())));
    Map<String, CatalogueVendor> some = new HashMap<>();
    vendors.forEach((name, vendor) -> {
      if (used.containsKey(name)) {
        some.put(name, vendor.only(used.get(name)));
      }
    });
    return new Catalogue(dated, some);
  }

  public boolean isEmpty() {
    return vendors.isEmpty();
  }

  /** How many models it knows. */
  public int size() {
    return vendors.values().stream().mapToInt(it -> it.models().size()).sum();
  }

  private Optional<Found> find(Policy policy, ModelRoute model) {
    Provider provider = policy.providers().get(model.providerId());
    if (provider == null) {
      return Optional.empty();
    }
    return new TreeMap<>(vendors)
        .values().stream()
            .filter(vendor -> vendor.serves(provider))
            .flatMap(vendor ->
                vendor.find(model.upstreamModel()).map(it -> new Found(vendor, it)).stream())
            .findFirst();
  }

  /** What is known of a model where it is served, and then where it was made. */
  private List<ModelTraits> traits(Policy policy, ModelRoute model) {
    return Stream.concat(find(policy, model).stream(), maker(policy, model).stream())
        .map(it -> it.model().traits())
        .toList();
  }

  /** The same model at its maker, whose sizes and abilities it has where Bedrock serves it. */
  private Optional<Found> maker(Policy policy, ModelRoute model) {
    Provider provider = policy.providers().get(model.providerId());
    CatalogueVendor anthropic = vendors.get("anthropic");
    if (provider == null || provider.kind() != ProviderKind.BEDROCK || anthropic == null) {
      return Optional.empty();
    }
    return BedrockId.claude(model.upstreamModel())
        .flatMap(anthropic::find)
        .map(it -> new Found(anthropic, it));
  }

  private static ModelRoute filled(ModelRoute model, ModelTraits known) {
    ModelTraits stated = model.traits();
    return new ModelRoute(
        model.name(),
        model.providerId(),
        model.upstreamModel(),
        new ModelTraits(
            stated.contextTokens().isPresent() ? stated.contextTokens() : known.contextTokens(),
            stated.maxOutputTokens().isPresent()
                ? stated.maxOutputTokens()
                : known.maxOutputTokens(),
            stated.capabilities().or(known::capabilities)),
        model.maxConcurrent());
  }

  private static boolean hasPrice(Policy policy, ModelRoute model) {
    return policy.prices().stream()
        .anyMatch(price ->
            price.provider().equals(model.providerId())
                && (price.model().equals(model.upstreamModel())
                    || price.model().equals(model.name())));
  }

  private List<PriceEntry> prices(Found found, ModelRoute model) {
    String source = "catalogue of %s: %s".formatted(dated, found.vendor().source());
    List<PriceEntry> entries = new ArrayList<>();
    for (CatalogueModel.Prices prices : found.model().prices()) {
      for (TokenType type : TokenType.values()) {
        if (isNeeded(prices, type)) {
          entries.add(entry(model, prices, type, ServiceTier.DEFAULT, BigDecimal.ONE, source));
          found
              .vendor()
              .sortedTiers()
              .forEach(tier ->
                  entries.add(entry(model, prices, type, tier.getKey(), tier.getValue(), source)));
        }
      }
    }
    return entries;
  }

  /** Rating finds the rest by itself; reasoning is listed for releases whose rating did not. */
  private static boolean isNeeded(CatalogueModel.Prices prices, TokenType type) {
    return prices.of(type).isPresent()
        && (prices.perMillion().containsKey(type)
            || type == TokenType.REASONING
            || type.pricedAs()
                .filter(other ->
                    prices.of(other).equals(prices.of(type))
                        && prices.steps(other).equals(prices.steps(type)))
                .isEmpty());
  }

  private static PriceEntry entry(
      ModelRoute model,
      CatalogueModel.Prices prices,
      TokenType type,
      ServiceTier tier,
      BigDecimal share,
      String source) {
    return new PriceEntry(
        model.providerId(),
        model.upstreamModel(),
        type.text(),
        tier,
        prices.of(type).orElseThrow().multiply(share),
        prices.steps(type).stream()
            .map(step ->
                new PriceStep(
                    step.aboveInputTokens(),
                    step.perMillion().multiply(share).stripTrailingZeros(),
                    step.scope()))
            .toList(),
        prices.currency(),
        prices.validFrom(),
        source);
  }
}
