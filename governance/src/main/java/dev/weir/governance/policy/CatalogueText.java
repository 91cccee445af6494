package dev.weir.governance.policy;

import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.routing.Capability;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a catalogue as {@link CatalogueParser} reads it; the same catalogue always the same way.
 */
public final class CatalogueText {

  private CatalogueText() {}

  /** Empty for a catalogue that knows nothing. */
  public static String of(Catalogue catalogue) {
    if (catalogue.isEmpty()) {
      return "";
    }
    var text = new StringBuilder("dated: ").append(catalogue.dated()).append("\nproviders:\n");
    new TreeMap<>(catalogue.vendors()).values().forEach(vendor -> vendor(text, vendor));
    return text.toString();
  }

  private static void vendor(StringBuilder text, CatalogueVendor vendor) {
    text.append("  ").append(quoted(vendor.name())).append(":\n");
    List<String> kinds =
        vendor.kinds().stream()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .sorted()
            .toList();
    text.append("    kinds: ").append(list(kinds)).append('\n');
    text.append("    hosts: ").append(list(vendor.hosts().stream().sorted().toList())).append('\n');
    text.append("    source: ").append(quoted(vendor.source())).append('\n');
    if (!vendor.tiers().isEmpty()) {
      text.append("    tiers: ").append(tiers(vendor)).append('\n');
    }
    text.append("    models:\n");
    vendor
        .sorted()
        .forEach(model ->
            text.append("      ")
                .append(quoted(model.name()))
                .append(": {")
                .append(String.join(", ", parts(model)))
                .append("}\n"));
  }

  private static String tiers(CatalogueVendor vendor) {
    return vendor.tiers().entrySet().stream()
        .map(it -> quoted(it.getKey().name()) + ": " + it.getValue().toPlainString())
        .sorted()
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static List<String> parts(CatalogueModel model) {
    List<String> parts = new ArrayList<>();
    if (!model.also().isEmpty()) {
      parts.add("also: " + list(model.also()));
    }
    model.traits().contextTokens().ifPresent(it -> parts.add("context-tokens: " + it));
    model.traits().maxOutputTokens().ifPresent(it -> parts.add("max-output-tokens: " + it));
    model
        .traits()
        .capabilities()
        .ifPresent(all ->
            parts.add(
                "capabilities: " + list(all.stream().map(Capability::text).sorted().toList())));
    if (!model.source().isEmpty()) {
      parts.add("source: " + quoted(model.source()));
    }
    if (!model.prices().isEmpty()) {
      parts.add(
          "prices: "
              + model.prices().stream()
                  .map(CatalogueText::prices)
                  .collect(Collectors.joining(", ", "[", "]")));
    }
    return parts;
  }

  private static String prices(CatalogueModel.Prices prices) {
    List<String> parts = new ArrayList<>();
    parts.add("valid-from: " + LocalDate.ofInstant(prices.validFrom(), ZoneOffset.UTC));
    parts.add("currency: " + prices.currency());
    addPrices(parts, prices.perMillion());
    if (!prices.above().isEmpty()) {
      parts.add(
          "above: "
              + prices.above().stream()
                  .map(CatalogueText::above)
                  .collect(Collectors.joining(", ", "[", "]")));
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static String above(CatalogueModel.Above above) {
    List<String> parts = new ArrayList<>();
    parts.add("input-tokens: " + above.inputTokens());
    addPrices(parts, above.perMillion());
    return "{" + String.join(", ", parts) + "}";
  }

  private static void addPrices(List<String> parts, Map<TokenType, BigDecimal> perMillion) {
    perMillion.forEach((type, price) -> parts.add(type.text() + ": " + price.toPlainString()));
  }

  private static String list(Collection<String> texts) {
    return texts.stream().map(CatalogueText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        quoted.append('\\').append(each);
      } else if (Character.isISOControl(each)) {
        quoted.append("\\x%02x".formatted((int) each));
      } else {
        quoted.append(each);
      }
    }
    return quoted.append('"').toString();
  }
}
