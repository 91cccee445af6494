package dev.weir.governance.statement;

import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.serde.TrustedEvents;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes chargeback rows that are alike but for what a test is about. */
public final class Rows {

  static {
    TrustedEvents.trust();
  }

  private Rows() {}

  /** A row of 1 USD for 1,000 input tokens of model {@code m}. */
  public static ChargebackRow row(String id, String team, String hour) {
    return row(id, team, Optional.empty(), hour, "1", 1_000);
  }

  public static ChargebackRow row(
      String id, String team, Optional<String> project, String hour, String cost, long tokens) {
    Instant start = Instant.parse(hour);
    Instant month =
        start.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    BigDecimal amount = new BigDecimal(cost).setScale(18);
    return ChargebackRow.newBuilder()
        .setXRowId(id)
        .setBilledCost(amount)
        .setEffectiveCost(amount)
        .setListCost(amount)
        .setContractedCost(amount)
        .setBillingAccountId("acme")
        .setBillingAccountName("acme")
        .setBillingCurrency("USD")
        .setBillingPeriodStart(month)
        .setBillingPeriodEnd(month.atZone(ZoneOffset.UTC).plusMonths(1).toInstant())
        .setChargeCategory("Usage")
        .setChargeClass(ChargeClass.REGULAR)
        .setChargeDescription("input tokens of m")
        .setChargeFrequency("Usage-Based")
        .setChargePeriodStart(start)
        .setChargePeriodEnd(start.plus(1, ChronoUnit.HOURS))
        .setConsumedQuantity(tokens)
        .setConsumedUnit("Tokens")
        .setListUnitPrice(new BigDecimal("1000").setScale(12))
        .setContractedUnitPrice(new BigDecimal("1000").setScale(12))
        .setPricingQuantity(BigDecimal.valueOf(tokens).movePointLeft(6).setScale(18))
        .setPricingUnit("1000000 Tokens")
        .setInvoiceIssuerName("p")
        .setServiceProviderName("p")
        .setHostProviderName("p")
        .setPublisherName("p")
        .setServiceCategory("AI and Machine Learning")
        .setServiceName("p")
        .setSkuId("p|m|input")
        .setSkuPriceId("p|m|input")
        .setSkuMeter("input tokens")
        .setSubAccountId(team)
        .setSubAccountName(team)
        .setSubAccountType("Team")
        .setXTeam(team)
        .setXProject(project.orElse(null))
        .setXModel("m")
        .setXTokenType("input")
        .setXRequestCount(1)
        .setXPriced(true)
        .setXEstimatedTokens(0)
        .build();
  }

  /** The same without a price. */
  public static ChargebackRow unpriced(ChargebackRow row) {
    BigDecimal nothing = BigDecimal.ZERO.setScale(18);
    return ChargebackRow.newBuilder(row)
        .setBilledCost(nothing)
        .setEffectiveCost(nothing)
        .setListCost(nothing)
        .setContractedCost(nothing)
        .setBillingCurrency("XXX")
        .setListUnitPrice(BigDecimal.ZERO.setScale(12))
        .setContractedUnitPrice(BigDecimal.ZERO.setScale(12))
        .setXPriced(false)
        .build();
  }
}
