package dev.weir.governance.books;

import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares three topics of the log with each other, team by team:
 *
 * <ul>
 *   <li>each token count with its rated record, by class of tokens;
 *   <li>each chargeback row with itself: its cost is its tokens at its price, exactly;
 *   <li>rated records with chargeback rows: tokens, estimates, what has no price, and costs, by
 *       hour, project, model and class.
 * </ul>
 *
 * <p>So the token counts at their prices, the rated costs and the charged costs are one number.
 * Repeated token counts and rows are taken once, as the processors do. Corrections of prices charge
 * no new use: they stand apart. Token counts of a partition come before its rated records, and
 * {@link #endOfPartition} after both. For one thread.
 */
public final class Books {

  /** What takes more room than this is compared team by team. */
  public static final int ENTRIES_MAX = 2_000_000;

  static final int LISTED_MAX = 20;

  /** What rows that put right a price, and charge no new use, say in x_CorrectionReason. */
  private static final String PRICE_CORRECTION = "price";

  private static final int MILLION_DIGITS = 6;

  private final Span span;
  private final Optional<String> onlyTeam;
  private final Map<UUID, Counted> waiting = new HashMap<>();
  private final Set<UUID> rows = new HashSet<>();
  private final Map<Charge, Sum> open = new HashMap<>();
  private final SortedMap<String, Account> accounts = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long differencesCount;

  /** A token count that waits for its rated record. */
  private record Counted(String team, String requestId, long[] tokens) {}

  /** What rated records and rows have in common. */
  private record Charge(
      Instant hour, String team, String project, String provider, String model, String type) {

    String text() {
      return String.join(" ", hour.toString(), project, provider, model, type).replace("  ", " ");
    }
  }

  /** Rated less charged. */
  private record Sum(long tokens, long estimated, long unpriced, Map<String, BigDecimal> costs) {

    Sum plus(Sum other) {
      Map<String, BigDecimal> sums = new TreeMap<>(costs);
      other.costs.forEach((currency, cost) -> sums.merge(currency, cost, BigDecimal::add));
      sums.values().removeIf(cost -> cost.signum() == 0);
      return new Sum(
          Math.addExact(tokens, other.tokens),
          Math.addExact(estimated, other.estimated),
          Math.addExact(unpriced, other.unpriced),
          sums);
    }

    boolean isZero() {
      return tokens == 0 && estimated == 0 && unpriced == 0 && costs.isEmpty();
    }
  }

  public Books(Span span, Optional<String> onlyTeam) {
    this.span = span;
    this.onlyTeam = onlyTeam;
  }

  /** Takes a token count. What came from the cache cost no tokens, whatever the record counts. */
  public void used(Usage usage) {
    if (!concerns(usage.getTeam(), usage.getEndedAt())) {
      return;
    }
    long[] tokens = usage.getCacheHit() ? new long[TokenGroup.COUNT] : TokenGroup.of(usage);
    if (waiting.putIfAbsent(
            digest(usage.getEventId()), new Counted(usage.getTeam(), usage.getRequestId(), tokens))
        == null) {
      require(waiting.size());
      Account account = account(usage.getTeam());
      account.use(total(tokens));
      if (usage.getFinalAttempt()) {
        account.reserve(usage.getReservedTokens());
      }
    }
  }

  /** Takes a rated record. */
  public void rated(RatedUsage rated) {
    if (!concerns(rated.getTeam(), rated.getUsedAt())) {
      return;
    }
    Counted counted = waiting.remove(digest(rated.getEventId()));
    long[] tokens = new long[TokenGroup.COUNT];
    for (RatedItem item : rated.getItems()) {
      int group = TokenGroup.of(item.getTokenType());
      tokens[group] = Math.addExact(tokens[group], item.getTokens());
      post(rated, item);
    }
    if (counted == null) {
      if (total(tokens) > 0) {
        differ(rated.getTeam(), rated.getRequestId(), "rated twice, or without a token count");
      }
      return;
    }
    for (int group = 0; group < TokenGroup.COUNT; group++) {
      if (tokens[group] != counted.tokens()[group]) {
        differ(
            rated.getTeam(),
            rated.getRequestId(),
            "%d %s tokens counted, %d rated"
                .formatted(counted.tokens()[group], TokenGroup.name(group), tokens[group]));
      }
    }
  }

  private void post(RatedUsage rated, RatedItem item) {
    boolean isEstimate = rated.getUsageSource() == UsageSource.ESTIMATED;
    long tokens = item.getTokens();
    BigDecimal cost = item.getCost();
    Account account = account(rated.getTeam());
    if (cost == null) {
      account.rateUnpriced(tokens);
    } else {
      account.rate(tokens, isEstimate, rated.getCurrency(), cost);
    }
    post(
        new Charge(
            rated.getUsedAt().truncatedTo(ChronoUnit.HOURS),
            rated.getTeam(),
            rated.getProject() == null ? "" : rated.getProject(),
            rated.getProvider(),
            rated.getModel(),
            item.getTokenType()),
        new Sum(
            tokens,
            isEstimate ? tokens : 0,
            cost == null ? tokens : 0,
            cost == null ? Map.of() : costs(rated.getCurrency(), cost)));
  }

  /** Takes a row. */
  public void charged(ChargebackRow row) {
    if (!concerns(row.getXTeam(), row.getChargePeriodStart())
        || !row.getConsumedUnit().equals("Tokens")
        || !rows.add(digest(row.getXRowId()))) {
      return;
    }
    require(rows.size());
    long tokens = row.getConsumedQuantity();
    Account account = account(row.getXTeam());
    if (row.getXPriced()) {
      verifyCost(row);
    }
    if (row.getXCorrectionReason().equals(PRICE_CORRECTION)) {
      if (row.getXPriced()) {
        account.correct(row.getBillingCurrency(), row.getBilledCost());
      }
      return;
    }
    account.charge(tokens);
    if (row.getXPriced()) {
      account.charge(row.getBillingCurrency(), row.getBilledCost());
    }
    post(
        new Charge(
            row.getChargePeriodStart(),
            row.getXTeam(),
            row.getXProject() == null ? "" : row.getXProject(),
            row.getServiceProviderName(),
            row.getXModel(),
            row.getXTokenType()),
        new Sum(
            -tokens,
            -row.getXEstimatedTokens(),
            row.getXPriced() ? 0 : -tokens,
            row.getXPriced()
                ? costs(row.getBillingCurrency(), row.getBilledCost().negate())
                : Map.of()));
  }

  private void verifyCost(ChargebackRow row) {
    BigDecimal due =
        row.getContractedUnitPrice()
            .multiply(BigDecimal.valueOf(row.getConsumedQuantity()))
            .movePointLeft(MILLION_DIGITS);
    if (due.compareTo(row.getBilledCost()) != 0) {
      differ(
          row.getXTeam(),
          row.getXRowId(),
          "%s charged, and its tokens at its price are %s"
              .formatted(row.getBilledCost().toPlainString(), due.toPlainString()));
    }
  }

  private static Map<String, BigDecimal> costs(String currency, BigDecimal cost) {
    return cost.signum() == 0 ? Map.of() : Map.of(currency, cost);
  }

  private void post(Charge charge, Sum amount) {
    Sum sum = open.merge(charge, amount, Sum::plus);
    if (sum.isZero()) {
      open.remove(charge);
    }
    require(open.size());
  }

  /** No rated record is to come for the token counts that were taken so far. */
  public void endOfPartition() {
    for (Counted each : waiting.values()) {
      long tokens = total(each.tokens());
      if (tokens > 0) {
        differ(each.team(), each.requestId(), tokens + " tokens counted, none rated");
      }
    }
    waiting.clear();
  }

  /** What came of it, once everything was taken. */
  public Result result() {
    new TreeMap<>(byText())
        .forEach((text, each) ->
            differ(
                each.getKey().team(),
                each.getKey().text(),
                "rated less charged: %d tokens, %d of them estimated, %d without a price%s"
                    .formatted(
                        each.getValue().tokens(),
                        each.getValue().estimated(),
                        each.getValue().unpriced(),
                        money(each.getValue().costs()))));
    open.clear();
    return new Result(
        Collections.unmodifiableSortedMap(accounts), List.copyOf(differences), differencesCount);
  }

  private Map<String, Map.Entry<Charge, Sum>> byText() {
    Map<String, Map.Entry<Charge, Sum>> all = new HashMap<>();
    open.forEach((charge, sum) -> all.put(charge.toString(), Map.entry(charge, sum)));
    return all;
  }

  private static String money(Map<String, BigDecimal> costs) {
    var text = new StringBuilder();
    costs.forEach((currency, cost) ->
        text.append(", ")
            .append(cost.stripTrailingZeros().toPlainString())
            .append(' ')
            .append(currency));
    return text.toString();
  }

  private void differ(String team, String where, String what) {
    differencesCount++;
    if (differences.size() < LISTED_MAX) {
      differences.add(new Difference(team, where, what));
    }
  }

  private boolean concerns(String team, Instant time) {
    return span.contains(time) && onlyTeam.map(team::equals).orElse(true);
  }

  private Account account(String team) {
    return accounts.computeIfAbsent(team, _ -> new Account());
  }

  private static void require(int entries) {
    if (entries > ENTRIES_MAX) {
      throw new TooManyEntriesException(
          "more than " + ENTRIES_MAX + " entries to compare at once; name one team");
    }
  }

  private static long total(long[] tokens) {
    long sum = 0;
    for (long each : tokens) {
      sum = Math.addExact(sum, each);
    }
    return sum;
  }

  private static UUID digest(String id) {
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a comparison found.
   *
   * @param listed the first of the differences
   * @param differences how many there are
   */
  public record Result(
      SortedMap<String, Account> accounts, List<Difference> listed, long differences) {}

  /** The span is too large for the memory. */
  public static final class TooManyEntriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyEntriesException(String message) {
      super(message);
    }
  }
}
