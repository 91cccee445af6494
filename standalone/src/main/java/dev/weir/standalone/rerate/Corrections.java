package dev.weir.standalone.rerate;

import dev.weir.schemas.event.ChargebackRow;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was corrected, or would be: by model, token type and price.
 *
 * @param policyVersion whose prices hold
 * @param written whether it was, and not only looked for
 */
public record Corrections(long policyVersion, boolean written, long rows, Collection<Line> lines) {

  /**
   * All rows of one price.
   *
   * @param perMillion the contracted price; empty where there was none
   * @param tokens less than nothing where they are taken back
   */
  public record Line(
      String provider,
      String model,
      String tokenType,
      String tier,
      String currency,
      String perMillion,
      long tokens,
      BigDecimal cost) {

    private static Line of(ChargebackRow row) {
      return new Line(
          row.getServiceProviderName(),
          row.getXModel(),
          row.getXTokenType(),
          row.getXServiceTier(),
          row.getBillingCurrency(),
          row.getXPriced() ? plain(row.getContractedUnitPrice()) : "",
          row.getConsumedQuantity(),
          row.getBilledCost());
    }

    private String key() {
      return String.join("|", provider, model, tokenType, tier, currency, perMillion);
    }

    private Line plus(Line other) {
      return new Line(
          provider,
          model,
          tokenType,
          tier,
          currency,
          perMillion,
          Math.addExact(tokens, other.tokens),
          cost.add(other.cost));
    }
  }

  static Corrections of(long policyVersion, boolean written, Stream<ChargebackRow> rows) {
    Map<String, Line> lines = new TreeMap<>();
    long count = 0;
    for (var all = rows.iterator(); all.hasNext(); count++) {
      Line line = Line.of(all.next());
      lines.merge(line.key(), line, Line::plus);
    }
    return new Corrections(policyVersion, written, count, lines.values());
  }

  /** By currency, without those of what has no price. */
  public Map<String, BigDecimal> difference() {
    Map<String, BigDecimal> sums = new TreeMap<>();
    lines.stream()
        .filter(line -> !line.perMillion().isEmpty())
        .forEach(line -> sums.merge(line.currency(), line.cost(), BigDecimal::add));
    return sums;
  }

  /** Without an exponent or digits that say nothing. */
  public static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
