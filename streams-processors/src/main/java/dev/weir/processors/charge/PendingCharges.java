package dev.weir.processors.charge;

import dev.weir.processors.store.PendingCharge;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.UsageSource;
import java.math.BigDecimal;
import java.time.Instant;

/** How rated usage is added up: what has the same key has the same columns and adds up to a row. */
final class PendingCharges {

  private static final int COST_SCALE = 18;
  private static final int MILLION_DIGITS = 6;
  private static final String NONE = "none";

  private PendingCharges() {}

  /** One item of a usage. */
  static PendingCharge of(RatedUsage usage, RatedItem item, Instant hour, String correction) {
    BigDecimal cost = item.getCost() == null ? BigDecimal.ZERO : item.getCost();
    long estimated = usage.getUsageSource() == UsageSource.ESTIMATED ? item.getTokens() : 0;
    return common(usage, hour, correction)
        .setTokenType(item.getTokenType())
        .setCurrency(item.getCost() == null ? Rater.NO_CURRENCY : usage.getCurrency())
        .setPricePerMillion(item.getPricePerMillion())
        .setContractedPricePerMillion(item.getContractedPricePerMillion())
        .setCost(cost.setScale(COST_SCALE))
        .setListCost(listCost(item))
        .setTokens(item.getTokens())
        .setEstimatedTokens(estimated)
        .setRequests(1)
        .build();
  }

  /** A usage that costs nothing. */
  static PendingCharge ofNothing(RatedUsage usage, Instant hour, String correction) {
    return common(usage, hour, correction)
        .setTokenType(NoCharge.of(usage).text())
        .setCurrency(Rater.NO_CURRENCY)
        .setCost(BigDecimal.ZERO.setScale(COST_SCALE))
        .setTokens(0)
        .setEstimatedTokens(0)
        .setRequests(1)
        .build();
  }

  private static PendingCharge.Builder common(RatedUsage usage, Instant hour, String correction) {
    return PendingCharge.newBuilder()
        .setOrganisation(usage.getOrganisation())
        .setTeam(usage.getTeam())
        .setProject(usage.getProject())
        .setProvider(orNone(usage.getProvider()))
        .setModel(orNone(usage.getModel().isEmpty() ? usage.getRequestedModel() : usage.getModel()))
        .setServiceTier(usage.getServiceTier())
        .setHour(hour)
        .setCorrection(correction);
  }

  /** A refused request may have got no provider; columns of FOCUS have to say something. */
  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static BigDecimal listCost(RatedItem item) {
    BigDecimal price = item.getPricePerMillion();
    return cost(item.getTokens(), price == null ? BigDecimal.ZERO : price);
  }

  static BigDecimal cost(long tokens, BigDecimal perMillion) {
    return perMillion
        .multiply(BigDecimal.valueOf(tokens))
        .movePointLeft(MILLION_DIGITS)
        .setScale(COST_SCALE);
  }

  /** What an earlier release stored has no list cost, since it knew no discounts. */
  static BigDecimal listCost(PendingCharge charge) {
    return charge.getListCost() == null ? charge.getCost() : charge.getListCost();
  }

  static String key(PendingCharge charge) {
    BigDecimal price = charge.getPricePerMillion();
    BigDecimal contracted = charge.getContractedPricePerMillion();
    return String.join(
        "|",
        Long.toString(charge.getHour().getEpochSecond()),
        charge.getOrganisation(),
        charge.getTeam(),
        charge.getProject() == null ? "" : charge.getProject(),
        charge.getTokenType(),
        charge.getServiceTier(),
        price == null ? "" : charge.getCurrency() + price.toPlainString(),
        contracted == null ? "" : contracted.toPlainString(),
        charge.getCorrection(),
        charge.getProvider(),
        charge.getModel());
  }

  /** Of two with the same key. */
  static PendingCharge sum(PendingCharge a, PendingCharge b) {
    return PendingCharge.newBuilder(b)
        .setCost(a.getCost().add(b.getCost()))
        .setListCost(listCost(a).add(listCost(b)))
        .setTokens(Math.addExact(a.getTokens(), b.getTokens()))
        .setEstimatedTokens(Math.addExact(a.getEstimatedTokens(), b.getEstimatedTokens()))
        .setRequests(Math.addExact(a.getRequests(), b.getRequests()))
        .build();
  }
}
