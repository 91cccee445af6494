package dev.weir.governance.statement;

import dev.weir.schemas.event.ChargebackRow;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Adds up every team's statement of one month. All teams are in it, since shared costs are split by
 * what all of them used.
 *
 * <p>Wants each partition's rows in their order; where {@link #wantsLateRows} says so, twice: first
 * {@link #expect} each of them, then {@link #add} each of them. A row that is repeated after the
 * statement with the first one was closed looks like a late one; only who has read all that came
 * before knows. For one thread.
 */
public final class MonthBook {

  /** Rows of requests that cost nothing count requests instead. */
  private static final String TOKENS = "Tokens";

  private final YearMonth month;
  private final Closings closings;
  private final Limits limits;
  private final Map<String, Map<LineKey, StatementLine>> teams = new HashMap<>();

  /** Digests of the ids, which are long and share their beginnings. */
  private final Set<UUID> ids = new HashSet<>();

  /** Of rows that seem to have come late: where they are met first decides. */
  private final Set<UUID> lateIds = new HashSet<>();

  private long lines;

  /**
   * How much of a month fits into memory; past it {@link BookFullException}.
   *
   * @param rows that are told apart by their ids
   * @param lines that they may add up to
   */
  public record Limits(int rows, int lines) {

    /** About half a gigabyte at worst. */
    public static final Limits DEFAULT = new Limits(3_000_000, 500_000);
  }

  public MonthBook(YearMonth month, Closings closings, Limits limits) {
    this.month = month;
    this.closings = closings;
    this.limits = limits;
  }

  /** Whether rows of earlier months may be in this one's statements. */
  public boolean wantsLateRows() {
    return closings.hasClosedBefore(month);
  }

  /** Notes the row where it seems to have come late. */
  public void expect(ChargebackRow row, RowPosition at) {
    YearMonth charged = charged(row);
    if (charged.isBefore(month) && statementOf(row, charged, at).equals(month)) {
      note(lateIds, digest(row.getXRowId()), "rows that came late");
    }
  }

  /**
   * Whether {@link #expect} noted any: then {@link #add} wants all rows from the log's beginning.
   */
  public boolean expectsLateRows() {
    return !lateIds.isEmpty();
  }

  /**
   * Takes a row in that belongs to the month.
   *
   * @return whether it does; not where it is in another statement, or was taken in already
   * @throws BookFullException where there is no room for it
   */
  public boolean add(ChargebackRow row, RowPosition at) {
    YearMonth charged = charged(row);
    UUID id = digest(row.getXRowId());
    boolean isOurs = statementOf(row, charged, at).equals(month);
    boolean mayBeRepeated = !charged.isAfter(month) && (isOurs || lateIds.contains(id));
    if (!mayBeRepeated || !note(ids, id, "rows") || !isOurs) {
      return false;
    }
    LineKey key = LineKey.of(row, month);
    StatementLine line =
        new StatementLine(
            key,
            row.getConsumedUnit().equals(TOKENS) ? row.getConsumedQuantity() : 0,
            row.getXEstimatedTokens(),
            row.getXRequestCount(),
            1,
            row.getBilledCost());
    Map<LineKey, StatementLine> own = teams.computeIfAbsent(row.getXTeam(), _ -> new HashMap<>());
    if (!own.containsKey(key) && ++lines > limits.lines()) {
      throw new BookFullException(month + " adds up to more than " + limits.lines() + " lines");
    }
    own.merge(key, line, StatementLine::plus);
    return true;
  }

  private boolean note(Set<UUID> noted, UUID id, String what) {
    boolean isNew = noted.add(id);
    if (noted.size() > limits.rows()) {
      throw new BookFullException(month + " has more than " + limits.rows() + ' ' + what);
    }
    return isNew;
  }

  private YearMonth statementOf(ChargebackRow row, YearMonth charged, RowPosition at) {
    return closings.statementOf(row.getXTeam(), charged, at);
  }

  private static YearMonth charged(ChargebackRow row) {
    return YearMonth.from(LocalDate.ofInstant(row.getChargePeriodStart(), ZoneOffset.UTC));
  }

  private static UUID digest(String id) {
    return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }

  /** The teams that have a row in the month. */
  public SortedSet<String> teams() {
    return new TreeSet<>(teams.keySet());
  }

  /**
   * What a team owes; empty lines for one without rows.
   *
   * @param offsets how far the log was read
   */
  public Statement statement(String team, Sharing sharing, List<Long> offsets) {
    return new Statement(
        sharing.organisation(),
        team,
        Optional.empty(),
        month,
        offsets,
        sharing.policyVersion(),
        List.copyOf(lines(team)),
        new CostSplit(this, sharing).of(team));
  }

  Collection<StatementLine> lines(String team) {
    return teams.getOrDefault(team, Map.of()).values();
  }

  /** The sum over all rows that were taken in; for those that have a price. */
  BigDecimal sum(String team, String currency) {
    return lines(team).stream()
        .filter(line -> line.key().isMoney() && line.key().currency().equals(currency))
        .map(StatementLine::cost)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
