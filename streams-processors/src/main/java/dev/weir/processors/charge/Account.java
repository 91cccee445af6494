package dev.weir.processors.charge;

import dev.weir.processors.store.PendingCharge;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What charges are booked to when prices are corrected: everything that a row has one value of, its
 * price among it.
 *
 * @param servedModel as the provider named it
 * @param price nothing where the tokens have none
 */
record Account(
    String organisation,
    String team,
    Optional<String> project,
    Instant hour,
    String provider,
    String servedModel,
    String model,
    String tokenType,
    String tier,
    Optional<Price> price) {

  /** A price and what it is contracted to, per million tokens. */
  record Price(String currency, BigDecimal list, BigDecimal contracted) {}

  /** What an item of a usage is booked to. */
  static Account of(RatedUsage usage, String model, String currency, RatedItem item) {
    BigDecimal list = item.getPricePerMillion();
    BigDecimal contracted = item.getContractedPricePerMillion();
    return new Account(
        usage.getOrganisation(),
        usage.getTeam(),
        Optional.ofNullable(usage.getProject()),
        usage.getUsedAt().truncatedTo(ChronoUnit.HOURS),
        usage.getProvider(),
        Use.of(usage).servedModel(),
        model,
        item.getTokenType(),
        usage.getServiceTier(),
        list == null
            ? Optional.empty()
            : Optional.of(new Price(currency, list, contracted == null ? list : contracted)));
  }

  /** What an earlier correction was booked to. */
  static Account of(ChargebackRow row) {
    return new Account(
        row.getBillingAccountId(),
        row.getXTeam(),
        Optional.ofNullable(row.getXProject()),
        row.getChargePeriodStart(),
        row.getServiceProviderName(),
        row.getXServedModel(),
        row.getXModel(),
        row.getXTokenType(),
        row.getXServiceTier(),
        row.getXPriced()
            ? Optional.of(
                new Price(
                    row.getBillingCurrency(), row.getListUnitPrice(), row.getContractedUnitPrice()))
            : Optional.empty());
  }

  /** A row's worth of {@code balance}. */
  PendingCharge charge(Balance balance, String correction) {
    PendingCharge.Builder charge =
        PendingCharge.newBuilder()
            .setOrganisation(organisation)
            .setTeam(team)
            .setProvider(provider)
            .setModel(model)
            .setServedModel(servedModel)
            .setTokenType(tokenType)
            .setServiceTier(tier)
            .setHour(hour)
            .setCorrection(correction)
            .setCurrency(price.map(Price::currency).orElse(Rater.NO_CURRENCY))
            .setCost(cost(balance, price.map(Price::contracted).orElse(BigDecimal.ZERO)))
            .setListCost(cost(balance, price.map(Price::list).orElse(BigDecimal.ZERO)))
            .setTokens(balance.tokens())
            .setEstimatedTokens(balance.estimated())
            .setRequests(balance.requests());
    project.ifPresent(charge::setProject);
    price.ifPresent(it -> {
      charge.setPricePerMillion(it.list());
      if (it.contracted().compareTo(it.list()) != 0) {
        charge.setContractedPricePerMillion(it.contracted());
      }
    });
    return charge.build();
  }

  private static BigDecimal cost(Balance balance, BigDecimal perMillion) {
    return PendingCharges.cost(balance.tokens(), perMillion);
  }
}
