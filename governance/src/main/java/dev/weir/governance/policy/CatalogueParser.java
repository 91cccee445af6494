package dev.weir.governance.policy;

import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.pricing.UnitPrice;
import dev.weir.governance.routing.Capability;
import dev.weir.governance.routing.ModelTraits;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a catalogue of models. Pure: the same text always gives the same reading. */
public final class CatalogueParser {

  /** A longer text is refused unread: a record of the log has to hold it. */
  public static final int MAX_CHARACTERS = 700_000;

  private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal SHARE_MAX = BigDecimal.valueOf(100);

  /** So that a share of a price is a price, too, exactly. */
  private static final int PRICE_SCALE = UnitPrice.SCALE - CatalogueVendor.SHARE_SCALE;

  private final PolicyProblems problems = new PolicyProblems();
  private final Map<String, CatalogueVendor> vendors = new HashMap<>();

  private CatalogueParser() {}

  public static CatalogueReading parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return invalid("the catalogue is longer than " + MAX_CHARACTERS + " characters");
    }
    try {
      Optional<Node> root = new Compose(PolicyParser.settings()).composeString(text);
      return root.isPresent()
          ? new CatalogueParser().read(root.get())
          : invalid("the catalogue is empty; it needs dated and providers");
    } catch (YamlEngineException e) {
      return invalid("no valid YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }

  private static CatalogueReading invalid(String message) {
    return new CatalogueReading.Invalid(List.of(new PolicyProblem(1, 1, "", message)));
  }

  private CatalogueReading read(Node rootNode) {
    LocalDate dated;
    try (YamlMap root = new YamlMap(rootNode, "", problems)) {
      dated = LocalDate.ofInstant(root.date("dated"), ZoneOffset.UTC);
      if (!root.has("providers")) {
        root.problem("providers", "required");
      }
      root.map("providers").entries(this::readVendor);
    }
    return problems.isEmpty()
        ? new CatalogueReading.Valid(new Catalogue(dated, vendors))
        : new CatalogueReading.Invalid(problems.inOrder());
  }

  private void readVendor(String name, YamlMap map) {
    Set<ProviderKind> kinds = map.choices("kinds", ProviderKind.class).orElse(Set.of());
    Set<String> hosts = new TreeSet<>(map.texts("hosts"));
    if (kinds.isEmpty() && hosts.isEmpty()) {
      map.problem("hosts", "kinds or hosts are needed, by which a provider of a policy is found");
    }
    String source = map.text("source");
    Map<ServiceTier, BigDecimal> tiers = readTiers(map);
    Map<String, CatalogueModel> models = new HashMap<>();
    Set<String> names = new HashSet<>();
    map.map("models")
        .entries((model, it) -> {
          CatalogueModel read = readModel(model, it);
          models.put(model, read);
          List<String> all = new ArrayList<>(read.also());
          all.add(model);
          for (String each : all) {
            if (!names.add(each)) {
              it.problem("also", "'" + each + "' is the name of two models");
            }
          }
        });
    vendors.put(name, new CatalogueVendor(name, kinds, hosts, source, tiers, models));
  }

  private static Map<ServiceTier, BigDecimal> readTiers(YamlMap vendor) {
    Map<ServiceTier, BigDecimal> tiers = new HashMap<>();
    try (YamlMap map = vendor.map("tiers")) {
      map.nodes((name, _) -> {
        BigDecimal share = map.decimal(name);
        ServiceTier tier = ServiceTier.of(name);
        if (tier.isDefault() || !tier.name().equals(name)) {
          map.problem(name, "expected a tier like flex or batch and not the default one");
        } else if (share.signum() < 0
            || share.compareTo(SHARE_MAX) > 0
            || share.stripTrailingZeros().scale() > CatalogueVendor.SHARE_SCALE) {
          map.problem(
              name,
              "expected a share of the default price from 0 to %s with at most %d digits after the point"
                  .formatted(SHARE_MAX, CatalogueVendor.SHARE_SCALE));
        } else {
          tiers.put(tier, share);
        }
      });
    }
    return tiers;
  }

  private CatalogueModel readModel(String name, YamlMap map) {
    List<String> also = map.texts("also");
    ModelTraits traits =
        new ModelTraits(
            map.optionalPositive("context-tokens"),
            map.optionalPositive("max-output-tokens"),
            map.choices("capabilities", Capability.class));
    String source = map.optionalText("source").orElse("");
    List<CatalogueModel.Prices> prices = new ArrayList<>();
    Set<Instant> moments = new HashSet<>();
    Set<String> currencies = new HashSet<>();
    map.each(
        "prices",
        (path, node) -> {
          try (YamlMap each = new YamlMap(node, path, problems)) {
            Instant from = each.date("valid-from");
            String currency = each.optionalText("currency").orElse("USD");
            if (!moments.add(from)) {
              each.problem("valid-from", "this model has prices from this day already; keep one");
            }
            currencies.add(currency);
            if (currencies.size() > 1) {
              each.problem("currency", "a model's prices over time have one currency");
            }
            Map<TokenType, BigDecimal> perMillion = perMillion(each);
            List<CatalogueModel.Above> above = above(each);
            each.checked(_ -> new CatalogueModel.Prices(from, currency, perMillion, above))
                .ifPresent(prices::add);
          }
        });
    return new CatalogueModel(name, also, traits, source, prices);
  }

  private List<CatalogueModel.Above> above(YamlMap prices) {
    List<CatalogueModel.Above> above = new ArrayList<>();
    prices.each(
        "above",
        (path, node) -> {
          try (YamlMap each = new YamlMap(node, path, problems)) {
            long tokens = each.count("input-tokens");
            Map<TokenType, BigDecimal> perMillion = perMillion(each);
            if (tokens == 0) {
              each.problem("input-tokens", "expected a whole number from 1, like 200_000");
            } else {
              each.checked(_ -> new CatalogueModel.Above(tokens, perMillion)).ifPresent(above::add);
            }
          }
        });
    if (above.size() > UnitPrice.STEPS_MAX) {
      prices.problem("above", "at most " + UnitPrice.STEPS_MAX + " steps");
    }
    return above;
  }

  private static Map<TokenType, BigDecimal> perMillion(YamlMap map) {
    Map<TokenType, BigDecimal> perMillion = new EnumMap<>(TokenType.class);
    for (TokenType type : TokenType.values()) {
      if (map.has(type.text())) {
        BigDecimal price = map.decimal(type.text());
        if (price.signum() < 0
            || price.compareTo(PRICE_MAX) > 0
            || price.stripTrailingZeros().scale() > PRICE_SCALE) {
          map.problem(
              type.text(),
              "expected a price from 0 to %s with at most %d digits after the point"
                  .formatted(PRICE_MAX.toPlainString(), PRICE_SCALE));
        } else {
          perMillion.put(type, price);
        }
      }
    }
    return perMillion;
  }
}
