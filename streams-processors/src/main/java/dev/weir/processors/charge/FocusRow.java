package dev.weir.processors.charge;

import dev.weir.processors.store.PendingCharge;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A charge in the columns of FOCUS 1.4. Charge periods are hours, billing periods months, both in
 * UTC. Usage that is written more than three days after its billing period corrects it.
 */
final class FocusRow {

  private static final Duration CLOSING = Duration.ofDays(3);
  private static final int MILLION_DIGITS = 6;

  private FocusRow() {}

  static ChargebackRow of(PendingCharge charge, long sequence, Instant now) {
    String sku = String.join("|", charge.getProvider(), charge.getModel(), charge.getTokenType());
    ZonedDateTime hour = charge.getHour().atZone(ZoneOffset.UTC);
    ZonedDateTime month = hour.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    ChargebackRow.Builder row = ChargebackRow.newBuilder();
    period(row, hour, month, now);
    money(row, charge, sku);
    parties(row, charge);
    return row.setXRowId(
            String.join("|", charge.getTeam(), sku, charge.getHour().toString(), "" + sequence))
        .setSkuId(sku)
        .setSkuMeter(charge.getTokenType() + " tokens")
        .setXModel(charge.getModel())
        .setXTokenType(charge.getTokenType())
        .setXRequestCount(charge.getRequests())
        .setXEstimatedTokens(charge.getEstimatedTokens())
        .build();
  }

  private static void period(
      ChargebackRow.Builder row, ZonedDateTime hour, ZonedDateTime month, Instant now) {
    Instant billed = month.plusMonths(1).toInstant();
    boolean closed = now.isAfter(billed.plus(CLOSING));
    row.setBillingPeriodStart(month.toInstant())
        .setBillingPeriodEnd(billed)
        .setChargePeriodStart(hour.toInstant())
        .setChargePeriodEnd(hour.plusHours(1).toInstant())
        .setChargeClass(closed ? ChargeClass.CORRECTION : ChargeClass.REGULAR)
        .setChargeCategory("Usage")
        .setChargeFrequency("Usage-Based");
  }

  private static void money(ChargebackRow.Builder row, PendingCharge charge, String sku) {
    @Nullable BigDecimal price = charge.getPricePerMillion();
    BigDecimal unitPrice = price == null ? BigDecimal.ZERO.setScale(12) : price;
    String unpriced = price == null ? ", not priced" : "";
    row.setBilledCost(charge.getCost())
        .setEffectiveCost(charge.getCost())
        .setListCost(charge.getCost())
        .setContractedCost(charge.getCost())
        .setBillingCurrency(charge.getCurrency())
        .setListUnitPrice(unitPrice)
        .setContractedUnitPrice(unitPrice)
        .setConsumedQuantity(charge.getTokens())
        .setConsumedUnit("Tokens")
        .setPricingQuantity(
            BigDecimal.valueOf(charge.getTokens()).movePointLeft(MILLION_DIGITS).setScale(18))
        .setPricingUnit("1M Tokens")
        .setSkuPriceId(price == null ? sku + "@none" : sku + "@" + unitPrice.toPlainString())
        .setChargeDescription(charge.getTokenType() + " tokens of " + charge.getModel() + unpriced)
        .setXPriced(price != null);
  }

  private static void parties(ChargebackRow.Builder row, PendingCharge charge) {
    row.setBillingAccountId(charge.getOrganisation())
        .setBillingAccountName(charge.getOrganisation())
        .setInvoiceIssuerName(charge.getProvider())
        .setServiceProviderName(charge.getProvider())
        .setHostProviderName(charge.getProvider())
        .setPublisherName(charge.getProvider())
        .setServiceCategory("AI and Machine Learning")
        .setServiceName(charge.getProvider())
        .setSubAccountId(charge.getTeam())
        .setSubAccountName(charge.getTeam())
        .setSubAccountType("Team")
        .setXTeam(charge.getTeam())
        .setXProject(charge.getProject());
  }
}
