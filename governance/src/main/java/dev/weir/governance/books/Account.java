package dev.weir.governance.books;

import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one team's books say of a span. For one thread. */
public final class Account {

  private long reserved;
  private long committed;
  private long estimated;
  private long unpriced;
  private long used;
  private long charged;
  private final SortedMap<String, BigDecimal> ratedCost = new TreeMap<>();
  private final SortedMap<String, BigDecimal> chargedCost = new TreeMap<>();
  private final SortedMap<String, BigDecimal> correctedCost = new TreeMap<>();

  void reserve(long tokens) {
    reserved = Math.addExact(reserved, tokens);
  }

  void use(long tokens) {
    used = Math.addExact(used, tokens);
  }

  void rateUnpriced(long tokens) {
    unpriced = Math.addExact(unpriced, tokens);
  }

  void rate(long tokens, boolean isEstimate, String currency, BigDecimal cost) {
    if (isEstimate) {
      estimated = Math.addExact(estimated, tokens);
    } else {
      committed = Math.addExact(committed, tokens);
    }
    ratedCost.merge(currency, cost, BigDecimal::add);
  }

  void charge(long tokens) {
    charged = Math.addExact(charged, tokens);
  }

  void charge(String currency, BigDecimal cost) {
    chargedCost.merge(currency, cost, BigDecimal::add);
  }

  void correct(String currency, BigDecimal cost) {
    correctedCost.merge(currency, cost, BigDecimal::add);
  }

  /** Tokens that requests reserved when they were admitted. */
  public long reserved() {
    return reserved;
  }

  /** Tokens with a price that providers counted. */
  public long committed() {
    return committed;
  }

  /** Tokens with a price that Weir counted, since no provider did. */
  public long estimated() {
    return estimated;
  }

  /** Tokens without a price. */
  public long unpriced() {
    return unpriced;
  }

  /** Tokens of the token counts, each once. */
  public long used() {
    return used;
  }

  /** Tokens that were rated: the three accounts together. */
  public long rated() {
    return Math.addExact(Math.addExact(committed, estimated), unpriced);
  }

  /** Tokens of chargeback rows. */
  public long charged() {
    return charged;
  }

  /** By currency. */
  public SortedMap<String, BigDecimal> ratedCost() {
    return ratedCost;
  }

  /** By currency, without corrections of prices. */
  public SortedMap<String, BigDecimal> chargedCost() {
    return chargedCost;
  }

  /** What corrections of prices have changed since, by currency. */
  public SortedMap<String, BigDecimal> correctedCost() {
    return correctedCost;
  }
}
