package dev.weir.governance.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.identity.TeamId;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.StatementClosing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A log grows, teams close months in any order while rows come late, are repeated and correct each
 * other: whatever happens, what is closed stays, and nothing is counted twice or dropped.
 */
class StatementPropertiesTest {

  private static final YearMonth FIRST = YearMonth.of(2026, 6);
  private static final int MONTHS = 5;
  private static final List<String> TEAMS = List.of("platform", "search", "support", "web");

  private static final List<SharedCost> RULES =
      List.of(
          new SharedCost(
              "index",
              new TeamId("platform"),
              Optional.of("index"),
              SplitBasis.COST,
              Map.of("search", 1L, "support", 1L, "web", 1L)),
          new SharedCost(
              "desk",
              new TeamId("support"),
              Optional.empty(),
              SplitBasis.FIXED,
              Map.of("platform", 3L, "web", 4L)));

  private record Logged(ChargebackRow row, RowPosition at) {}

  private record TeamMonth(String team, YearMonth month) {}

  private final List<Logged> log = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>(List.of(0L, 0L, 0L));
  private final List<StatementClosing> closings = new ArrayList<>();
  private final Map<TeamMonth, Statement> closed = new HashMap<>();

  @ParameterizedTest
  @MethodSource("seeds")
  void countsNothingTwiceAndDropsNothingAndNeverChangesWhatIsClosed(long seed) {
    var random = new SplittableRandom(seed);
    for (int step = 0; step < 12; step++) {
      write(random, 20);
      if (random.nextInt(2) == 0) {
        close(random, step);
      }
      assertThat(sumOfStatements())
          .as("seed %d, step %d", seed, step)
          .isEqualByComparingTo(sumOfRows());
      for (Map.Entry<TeamMonth, Statement> each : closed.entrySet()) {
        assertThat(statement(each.getKey()))
            .as("seed %d, step %d, %s", seed, step, each.getKey())
            .isEqualTo(each.getValue());
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  private void write(SplittableRandom random, int rows) {
    for (int i = 0; i < rows; i++) {
      int partition = random.nextInt(ends.size());
      ChargebackRow row =
          !log.isEmpty() && random.nextInt(10) == 0
              ? log.get(random.nextInt(log.size())).row()
              : row(random, "row " + log.size());
      if (log.stream().anyMatch(it -> it.row().getXRowId().equals(row.getXRowId()))) {
        partition = partitionOf(row);
      }
      log.add(new Logged(row, new RowPosition(partition, ends.get(partition))));
      ends.set(partition, ends.get(partition) + 1);
    }
  }

  /** A repeated row has the key of the first, and so stands in the same partition. */
  private int partitionOf(ChargebackRow row) {
    return log.stream()
        .filter(it -> it.row().getXRowId().equals(row.getXRowId()))
        .findFirst()
        .orElseThrow()
        .at()
        .partition();
  }

  private static ChargebackRow row(SplittableRandom random, String id) {
    Instant hour =
        FIRST
            .atDay(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant()
            .plus(random.nextInt(MONTHS * 30 * 24), ChronoUnit.HOURS);
    String team = TEAMS.get(random.nextInt(TEAMS.size()));
    Optional<String> project = random.nextInt(2) == 0 ? Optional.of("index") : Optional.empty();
    String cost = BigDecimal.valueOf(random.nextLong(-1_000, 1_000_000), 9).toPlainString();
    ChargebackRow row = Rows.row(id, team, project, hour.toString(), cost, random.nextInt(1_000));
    return random.nextInt(8) == 0 ? Rows.unpriced(row) : row;
  }

  /** Of any month, some of the teams that are open, and all whose shared costs theirs depend on. */
  private void close(SplittableRandom random, int step) {
    YearMonth month = FIRST.plusMonths(random.nextInt(MONTHS));
    Closings known = Closings.of(closings);
    Set<String> open = new TreeSet<>(TEAMS);
    open.removeIf(team -> known.isClosed(team, month));
    Set<String> group = new TreeSet<>(open);
    group.removeIf(_ -> random.nextInt(3) == 0);
    Optional<Sharing.Torn> torn = sharing(group).torn(open);
    while (torn.isPresent()) {
      group.addAll(torn.get().left());
      torn = sharing(group).torn(open);
    }
    if (group.isEmpty()) {
      return;
    }
    StatementClosing closing =
        StatementClosing.newBuilder(
                MonthBookTest.closing(
                    "closing " + step, month.toString(), 0, group.toArray(String[]::new)))
            .setOffsets(List.copyOf(ends))
            .build();
    MonthBook book = book(month);
    Sharing sharing = sharing(group);
    for (String team : group) {
      closed.put(new TeamMonth(team, month), book.statement(team, sharing, List.copyOf(ends)));
    }
    closings.add(closing);
  }

  private static Sharing sharing(Set<String> group) {
    return new Sharing("acme", 1, RULES, group);
  }

  private Statement statement(TeamMonth key) {
    Closings known = Closings.of(closings);
    Optional<StatementClosing> closing = known.find(key.team(), key.month());
    Set<String> group = new HashSet<>(closing.map(Closings::teams).orElse(Set.of()));
    if (closing.isEmpty()) {
      group.addAll(TEAMS);
      group.removeIf(team -> known.isClosed(team, key.month()));
    }
    return book(key.month())
        .statement(
            key.team(), sharing(group), closing.map(StatementClosing::getOffsets).orElse(ends));
  }

  private MonthBook book(YearMonth month) {
    var book = new MonthBook(month, Closings.of(closings), MonthBook.Limits.DEFAULT);
    if (book.wantsLateRows()) {
      log.forEach(each -> book.expect(each.row(), each.at()));
    }
    log.forEach(each -> book.add(each.row(), each.at()));
    return book;
  }

  /** Late rows may go as far as to the first month that nobody closes. */
  private BigDecimal sumOfStatements() {
    BigDecimal sum = BigDecimal.ZERO;
    for (int month = 0; month <= MONTHS; month++) {
      for (String team : TEAMS) {
        for (Statement.Total total :
            statement(new TeamMonth(team, FIRST.plusMonths(month))).totals().values()) {
          sum = sum.add(total.total());
        }
      }
    }
    return sum;
  }

  private BigDecimal sumOfRows() {
    Map<String, BigDecimal> byId = new HashMap<>();
    log.forEach(each -> byId.put(each.row().getXRowId(), each.row().getBilledCost()));
    return byId.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
