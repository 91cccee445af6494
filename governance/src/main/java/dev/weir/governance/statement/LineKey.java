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
        row.getXPriced(),
        row.getBillingCurrency(),
        row.getContractedUnitPrice(),
        row.getChargeDescription(),
        day);
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
