package dev.weir.governance.policy;

import dev.weir.governance.pricing.ServiceTier;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who serves models, and what is known of them.
 *
 * @param kinds providers of these kinds are this vendor's
 * @param hosts providers whose url has one of these hosts are this vendor's, too
 * @param source where the prices are from
 * @param tiers what a tier of service costs as a share of the default one, for all models
 * @param models by name
 */
public record CatalogueVendor(
    String name,
    Set<ProviderKind> kinds,
    Set<String> hosts,
    String source,
    Map<ServiceTier, BigDecimal> tiers,
    Map<String, CatalogueModel> models) {

  /** Digits after the point of a tier's share. */
  static final int SHARE_SCALE = 2;

  /**
   * The day of a model, which does not change what it costs: {@code -2025-08-07}, {@code @latest}.
   */
  private static final Pattern DATED =
      Pattern.compile("(.+)[-@](\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)");

  public CatalogueVendor {
    kinds = Set.copyOf(kinds);
    hosts = Set.copyOf(hosts);
    tiers = Map.copyOf(tiers);
    models = Map.copyOf(models);
  }

  boolean serves(Provider provider) {
    return provider.address() instanceof ProviderAddress.Url(var url)
        && (kinds.contains(provider.kind())
            || hosts.contains(String.valueOf(url.getHost()).toLowerCase(Locale.ROOT)));
  }

  /** A model by any of its names, else by its name without the day that it ends with. */
  public Optional<CatalogueModel> find(String upstreamModel) {
    return kinds.contains(ProviderKind.BEDROCK)
        ? BedrockId.names(upstreamModel).stream().flatMap(it -> dated(it).stream()).findFirst()
        : dated(upstreamModel);
  }

  private Optional<CatalogueModel> dated(String upstreamModel) {
    Optional<CatalogueModel> exact = named(upstreamModel);
    Matcher dated = DATED.matcher(upstreamModel);
    return exact.isEmpty() && dated.matches() ? named(dated.group(1)) : exact;
  }

  private Optional<CatalogueModel> named(String name) {
    CatalogueModel model = models.get(name);
    return model != null
        ? Optional.of(model)
        : models.values().stream().filter(it -> it.also().contains(name)).findFirst();
  }

  /** This vendor with these models alone. */
  CatalogueVendor only(Map<String, CatalogueModel> some) {
    return new CatalogueVendor(name, kinds, hosts, source, tiers, some);
  }

  /** In the order of the alphabet. */
  List<Map.Entry<ServiceTier, BigDecimal>> sortedTiers() {
    return tiers.entrySet().stream()
        .sorted(Comparator.comparing(it -> it.getKey().name()))
        .toList();
  }

  /** In the order of the alphabet. */
  public List<CatalogueModel> sorted() {
    return List.copyOf(new TreeMap<>(new HashMap<>(models)).values());
  }
}
