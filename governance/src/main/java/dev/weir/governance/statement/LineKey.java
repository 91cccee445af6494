package dev.weir.governance.statement;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;

/**
 * What rows have in common that are one line of a statement.
 *
 * @param project empty for use without one
 * @param sku what was bought: provider, model, token class, and the service tier where it has one
 * @param tokenType a class of tokens, or why requests cost nothing
 * @param day on which it was used, in UTC; for a correction: what is corrected
 * @param pricePerMillion that was paid; zero for what has no price
 * @param currency {@code XXX} for what has no price
 */
public record LineKey(
    LineKind kind,
    String project,
    String provider,
    String model,
    String tokenType,
    String sku,
    boolean priced,
    String currency,
    BigDecimal pricePerMillion,
    String description,
    LocalDate day)
    implements Comparable<LineKey> {

  private static final Comparator<LineKey> ORDER =
      Comparator.comparing((LineKey line) -> line.kind())
          .thenComparing(LineKey::project)
          .thenComparing(LineKey::provider)
          .thenComparing(LineKey::model)
          .thenComparing(LineKey::tokenType)
          .thenComparing(LineKey::sku)
          .thenComparing(LineKey::priced)
          .thenComparing(LineKey::currency)
          .thenComparing(LineKey::pricePerMillion)
          .thenComparing(LineKey::description)
          .thenComparing(LineKey::day);

  /** The line of a row in the statement of {@code month}. */
  static LineKey of(ChargebackRow row, YearMonth month) {
    LocalDate day = LocalDate.ofInstant(row.getChargePeriodStart(), ZoneOffset.UTC);
    return new LineKey(
        kind(row, YearMonth.from(day), month),
        Optional.ofNullable(row.getXProject()).orElse(""),
        row.getServiceProviderName(),
        row.getXModel(),
        row.getXTokenType(),
        row.getSkuId(),
        row.getXPriced(),
        row.getBillingCurrency(),
        row.getContractedUnitPrice(),
        row.getChargeDescription(),
        day);
  }

  /** ISO 4217 for "no currency": of what has no price, and of requests that cost nothing. */
  private static final String NO_CURRENCY = "XXX";

  /** Whether its cost is an amount of money. */
  boolean isMoney() {
    return priced && !currency.equals(NO_CURRENCY);
  }

  private static LineKind kind(ChargebackRow row, YearMonth charged, YearMonth month) {
    if (!charged.equals(month)) {
      return LineKind.EARLIER;
    }
    return row.getChargeClass() == ChargeClass.CORRECTION ? LineKind.CORRECTION : LineKind.USAGE;
  }

  @Override
  public int compareTo(LineKey other) {
    return ORDER.compare(this, other);
  }
}
