package dev.weir.processors.charge;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.UsageSource;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is due at the prices of today for usage of a span of time, less what was charged for it: as
 * rows that take back what was charged at another price and charge what is due. To repeat it, with
 * the rows of the first time among what was charged, gives none. Pure, and for one thread.
 *
 * <p>Holds a sum for each hour, team, project, model, token type and price that differs; more than
 * {@value #SUMS_MAX} are refused.
 */
public final class Rerating {

  /** What its rows say in x_CorrectionReason. */
  public static final String REASON = "price";

  /** About 300 MB. */
  public static final int SUMS_MAX = 500_000;

  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::hour)
          .thenComparing(Account::team)
          .thenComparing(Account::provider)
          .thenComparing(Account::model)
          .thenComparing(Account::tokenType)
          .thenComparing(Account::toString);

  private final Rater rater;
  private final GoverningPolicy policy;
  private final Instant from;
  private final Instant to;
  private final Map<Account, Balance> due = new HashMap<>();

  /** All names that the usage of what a provider served goes by: one of them picks all of it. */
  private final Map<Served, Set<String>> names = new HashMap<>();

  private record Served(String provider, String model) {}

  /**
   * @param policy says what models are called at their providers, and who has a discount
   * @param from the beginning of an hour
   * @param to the beginning of an hour, which is not in
   */
  public Rerating(PriceBook prices, GoverningPolicy policy, Instant from, Instant to) {
    this.rater = new Rater(prices);
    this.policy = policy;
    this.from = from;
    this.to = to;
  }

  /**
   * Takes usage as it was rated, each record once.
   *
   * @throws TooManySumsException where the span holds more than can be held
   */
  public void used(RatedUsage usage) {
    if (!isIn(usage.getUsedAt()) || usage.getItems().isEmpty()) {
      return;
    }
    Use use = Use.of(usage);
    Rater.Priced now = rater.price(use, policy);
    name(use.provider(), use.servedModel(), use.requestedModel(), usage.getModel(), now.model());
    book(usage, usage.getModel(), usage.getCurrency(), usage.getItems(), true);
    book(usage, now.model(), now.currency(), now.items(), false);
  }

  /** Takes a row that was written; all but earlier corrections of prices are of no interest. */
  public void charged(ChargebackRow row) {
    if (!row.getXCorrectionReason().equals(REASON) || !isIn(row.getChargePeriodStart())) {
      return;
    }
    Account account = Account.of(row);
    name(account.provider(), account.servedModel(), account.model());
    add(
        account,
        new Balance(row.getConsumedQuantity(), row.getXEstimatedTokens(), row.getXRequestCount())
            .negated());
  }

  /**
   * The rows that are due, by hour and team; made as they are taken, and the same each time.
   *
   * @param model of what goes by this name alone; nothing for all
   * @param run tells the ids of these rows from those of another time
   */
  public Stream<ChargebackRow> rows(Optional<String> model, String run) {
    List<Account> accounts =
        due.keySet().stream()
            .filter(it -> model.isEmpty() || goesBy(it, model.get()))
            .sorted(ORDER)
            .toList();
    return IntStream.range(0, accounts.size())
        .mapToObj(i -> {
          Account account = accounts.get(i);
          Balance balance = due.getOrDefault(account, Balance.ZERO);
          return FocusRow.of(account.charge(balance, REASON), run + "-" + i);
        });
  }

  /** The key of a row's record in its topic. */
  public static String key(ChargebackRow row) {
    return FocusRow.key(row);
  }

  private boolean isIn(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  private boolean goesBy(Account account, String model) {
    return names
        .getOrDefault(new Served(account.provider(), account.servedModel()), Set.of())
        .contains(model);
  }

  private void name(String provider, String servedModel, String... others) {
    Set<String> known =
        names.computeIfAbsent(new Served(provider, servedModel), _ -> new HashSet<>());
    known.add(servedModel);
    known.addAll(List.of(others));
  }

  private void book(
      RatedUsage usage, String model, String currency, List<RatedItem> items, boolean charged) {
    for (RatedItem item : items) {
      boolean estimated = usage.getUsageSource() == UsageSource.ESTIMATED;
      var balance = new Balance(item.getTokens(), estimated ? item.getTokens() : 0, 1);
      add(Account.of(usage, model, currency, item), charged ? balance.negated() : balance);
    }
  }

  /** What comes to nothing is forgotten: usage whose price has not changed takes no room. */
  private void add(Account account, Balance balance) {
    Balance sum = due.getOrDefault(account, Balance.ZERO).plus(balance);
    if (sum.isZero()) {
      due.remove(account);
      return;
    }
    due.put(account, sum);
    if (due.size() > SUMS_MAX) {
      throw new TooManySumsException(
          "more than " + SUMS_MAX + " sums differ: correct a shorter span of time at once");
    }
  }

  /** The span holds more than can be held. */
  public static final class TooManySumsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySumsException(String message) {
      super(message);
    }
  }
}
