package dev.weir.standalone.control;

import dev.weir.governance.policy.PriceEntry;
import dev.weir.governance.pricing.PriceStep.Scope;
import dev.weir.schemas.event.Price;
import dev.weir.schemas.event.PricePeriod;
import dev.weir.schemas.event.PriceStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The price list of a policy as the records of weir.price-book. */
final class PriceRecords {

  private PriceRecords() {}

  /**
   * By topic key: one record for each token type of a model, its periods in order of time.
   *
   * @throws IllegalArgumentException where the prices of one token type are in several currencies,
   *     which a record cannot say and no policy that parses has
   */
  static Map<String, Price> of(List<PriceEntry> entries, long policyVersion) {
    Map<String, List<PriceEntry>> byKey = new TreeMap<>();
    for (PriceEntry entry : entries) {
      byKey.computeIfAbsent(entry.bookKey(), _ -> new ArrayList<>()).add(entry);
    }
    Map<String, Price> records = new TreeMap<>();
    byKey.forEach((key, periods) -> records.put(key, record(periods, policyVersion)));
    return records;
  }

  private static Price record(List<PriceEntry> periods, long policyVersion) {
    PriceEntry any = periods.getFirst();
    if (periods.stream().anyMatch(it -> !it.currency().equals(any.currency()))) {
      throw new IllegalArgumentException("prices in several currencies: " + any.bookKey());
    }
    return Price.newBuilder()
        .setProvider(any.provider())
        .setModel(any.model())
        .setTokenType(any.tokenType())
        .setCurrency(any.currency())
        .setPeriods(
            periods.stream()
                .sorted(Comparator.comparing(PriceEntry::validFrom))
                .map(PriceRecords::period)
                .toList())
        .setPolicyVersion(policyVersion)
        .setServiceTier(any.tier().name())
        .build();
  }

  private static PricePeriod period(PriceEntry entry) {
    return PricePeriod.newBuilder()
        .setValidFrom(entry.validFrom())
        .setPricePerMillion(entry.perMillion().setScale(PriceEntry.SCALE))
        .setSource(entry.source())
        .setSteps(
            entry.steps().stream()
                .map(step ->
                    PriceStep.newBuilder()
                        .setAboveInputTokens(step.aboveInputTokens())
                        .setPricePerMillion(step.perMillion())
                        .setExcessOnly(step.scope() == Scope.EXCESS)
                        .build())
                .toList())
        .build();
  }
}
