package dev.weir.processors.charge;

import dev.weir.processors.store.PendingCharge;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A charge in the columns of FOCUS 1.4. Charge periods are hours, billing periods months, both in
 * UTC. List cost is quantity times list unit price, contracted, effective and billed cost quantity
 * times contracted unit price, to the last digit. A SKU's price has the SKU's id, since an id must
 * not change with the amount.
 */
final class FocusRow {

  private static final int MILLION_DIGITS = 6;
  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(12);

  private FocusRow() {}

  /** {@code last} ends the row's id and tells it from others of the same SKU and hour. */
  static ChargebackRow of(PendingCharge charge, String last) {
    String sku = sku(charge);
    ChargebackRow.Builder row = ChargebackRow.newBuilder();
    period(row, charge);
    money(row, charge, sku);
    quantity(row, charge);
    parties(row, charge);
    return row.setXRowId(String.join("|", charge.getTeam(), sku, charge.getHour().toString(), last))
        .setSkuId(sku)
        .setXModel(charge.getModel())
        .setXTokenType(charge.getTokenType())
        .setXServiceTier(charge.getServiceTier())
        .setXRequestCount(charge.getRequests())
        .setXEstimatedTokens(charge.getEstimatedTokens())
        .setXCorrectionReason(charge.getCorrection())
        .setXServedModel(charge.getServedModel())
        .build();
  }

  /** The key of the row's record. */
  static String key(ChargebackRow row) {
    return String.join("|", row.getXTeam(), row.getSkuId(), row.getChargePeriodStart().toString());
  }

  private static String sku(PendingCharge charge) {
    String sku = String.join("|", charge.getProvider(), charge.getModel(), charge.getTokenType());
    return charge.getServiceTier().isEmpty() ? sku : sku + "|" + charge.getServiceTier();
  }

  private static void period(ChargebackRow.Builder row, PendingCharge charge) {
    ZonedDateTime hour = charge.getHour().atZone(ZoneOffset.UTC);
    ZonedDateTime month = hour.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    boolean corrects = !charge.getCorrection().isEmpty();
    row.setBillingPeriodStart(month.toInstant())
        .setBillingPeriodEnd(month.plusMonths(1).toInstant())
        .setChargePeriodStart(hour.toInstant())
        .setChargePeriodEnd(hour.plusHours(1).toInstant())
        .setChargeClass(corrects ? ChargeClass.CORRECTION : ChargeClass.REGULAR)
        .setChargeCategory("Usage")
        .setChargeFrequency("Usage-Based");
  }

  private static void money(ChargebackRow.Builder row, PendingCharge charge, String sku) {
    @Nullable BigDecimal price = charge.getPricePerMillion();
    BigDecimal listPrice = price == null ? NOTHING : price;
    BigDecimal contracted =
        charge.getContractedPricePerMillion() == null
            ? listPrice
            : charge.getContractedPricePerMillion();
    BigDecimal listCost = PendingCharges.listCost(charge);
    boolean isFree = NoCharge.of(charge.getTokenType()).isPresent();
    row.setBilledCost(charge.getCost())
        .setEffectiveCost(charge.getCost())
        .setContractedCost(charge.getCost())
        .setListCost(listCost)
        .setBillingCurrency(charge.getCurrency())
        .setListUnitPrice(listPrice)
        .setContractedUnitPrice(contracted)
        .setSkuPriceId(sku)
        .setXPriced(price != null || isFree);
  }

  private static void quantity(ChargebackRow.Builder row, PendingCharge charge) {
    Optional<NoCharge> free = NoCharge.of(charge.getTokenType());
    if (free.isPresent()) {
      row.setConsumedQuantity(charge.getRequests())
          .setConsumedUnit("Requests")
          .setPricingQuantity(BigDecimal.valueOf(charge.getRequests()).setScale(18))
          .setPricingUnit("Requests")
          .setSkuMeter(free.get().text() + " requests")
          .setChargeDescription("requests for " + charge.getModel() + " " + free.get().words());
      return;
    }
    String unpriced = charge.getPricePerMillion() == null ? ", not priced" : "";
    row.setConsumedQuantity(charge.getTokens())
        .setConsumedUnit("Tokens")
        .setPricingQuantity(
            BigDecimal.valueOf(charge.getTokens()).movePointLeft(MILLION_DIGITS).setScale(18))
        .setPricingUnit("1000000 Tokens")
        .setSkuMeter(charge.getTokenType() + " tokens")
        .setChargeDescription(charge.getTokenType() + " tokens of " + charge.getModel() + unpriced);
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
