package dev.weir.governance.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.weir.governance.identity.TeamId;
import dev.weir.schemas.event.ChargeClass;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MonthBookTest {

  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final String IN_OCTOBER = "2026-10-03T10:00:00Z";
  private static final List<Long> END = List.of(100L);

  @Test
  void addsRowsOfADayAndAPriceUpAndTakesARepeatedRowOnce() {
    MonthBook book = book(Closings.NONE);
    assertThat(add(book, Rows.row("1", "search", IN_OCTOBER), 0)).isTrue();
    assertThat(add(book, Rows.row("2", "search", "2026-10-03T23:00:00Z"), 1)).isTrue();
    assertThat(add(book, Rows.row("2", "search", "2026-10-03T23:00:00Z"), 2)).isFalse();
    assertThat(add(book, Rows.row("3", "search", "2026-10-04T00:00:00Z"), 3)).isTrue();

    Statement statement = book.statement("search", unshared("search"), END);

    assertThat(statement.lines()).extracting(StatementLine::tokens).containsExactly(2_000L, 1_000L);
    assertThat(statement.rows()).isEqualTo(3);
    assertThat(total(statement)).isEqualByComparingTo("3");
  }

  @Test
  void leavesWhatOtherMonthsChargeToTheirStatements() {
    MonthBook book = book(Closings.NONE);

    assertThat(add(book, Rows.row("1", "search", "2026-09-30T23:00:00Z"), 0)).isFalse();
    assertThat(add(book, Rows.row("2", "search", "2026-11-01T00:00:00Z"), 1)).isFalse();
  }

  @Test
  void showsCorrectionsApartFromWhatTheyCorrect() {
    MonthBook book = book(Closings.of(List.of(closing("c", "2026-09", 5, "search"))));
    add(book, Rows.row("1", "search", IN_OCTOBER), 6);
    add(
        book,
        ChargebackRow.newBuilder(Rows.row("2", "search", IN_OCTOBER))
            .setChargeClass(ChargeClass.CORRECTION)
            .build(),
        7);
    add(book, Rows.row("3", "search", "2026-09-12T10:00:00Z"), 8);

    Statement statement = book.statement("search", unshared("search"), END);

    assertThat(statement.lines())
        .extracting(line -> line.key().kind(), line -> line.key().day().toString())
        .containsExactly(
            tuple(LineKind.USAGE, "2026-10-03"),
            tuple(LineKind.CORRECTION, "2026-10-03"),
            tuple(LineKind.EARLIER, "2026-09-12"));
  }

  @Test
  void showsWhatHasNoPriceAndAddsItToNoTotal() {
    MonthBook book = book(Closings.NONE);
    add(book, Rows.row("1", "search", IN_OCTOBER), 0);
    add(book, Rows.unpriced(Rows.row("2", "search", IN_OCTOBER)), 1);

    Statement statement = book.statement("search", unshared("search"), END);

    assertThat(statement.unpricedTokens()).isEqualTo(1_000);
    assertThat(statement.totals()).containsOnlyKeys("USD");
    assertThat(total(statement)).isEqualByComparingTo("1");
  }

  @Test
  void showsRequestsThatCostNothingWithoutTokensAndWithoutMoney() {
    MonthBook book = book(Closings.NONE);
    ChargebackRow free =
        ChargebackRow.newBuilder(Rows.unpriced(Rows.row("1", "search", IN_OCTOBER)))
            .setXPriced(true)
            .setXTokenType("refused")
            .setConsumedUnit("Requests")
            .setConsumedQuantity(3)
            .setXRequestCount(3)
            .build();
    add(book, free, 0);

    Statement statement = book.statement("search", unshared("search"), END);

    assertThat(statement.lines()).singleElement().extracting(StatementLine::requests).isEqualTo(3L);
    assertThat(statement.lines().getFirst().tokens()).isZero();
    assertThat(statement.totals()).isEmpty();
    assertThat(statement.unpricedTokens()).isZero();
  }

  @Test
  void splitsTheCostOfAProjectByWhatTheOthersUsed() {
    MonthBook book = book(Closings.NONE);
    add(book, Rows.row("1", "platform", Optional.of("index"), IN_OCTOBER, "10", 1), 0);
    add(book, Rows.row("2", "platform", IN_OCTOBER), 1);
    add(book, Rows.row("3", "search", Optional.empty(), IN_OCTOBER, "2", 1), 2);
    add(book, Rows.row("4", "support", Optional.empty(), IN_OCTOBER, "1", 1), 3);
    Sharing sharing =
        sharing(
            Set.of("platform", "search", "support"),
            Optional.of("index"),
            SplitBasis.COST,
            Map.of("search", 1L, "support", 1L));

    assertThat(total(book.statement("platform", sharing, END))).isEqualByComparingTo("1");
    assertThat(total(book.statement("search", sharing, END)))
        .isEqualByComparingTo("8.666666666666666667");
    assertThat(total(book.statement("support", sharing, END)))
        .isEqualByComparingTo("4.333333333333333333");
  }

  @Test
  void keepsThePartOfATeamWhoseStatementIsClosedAlready() {
    MonthBook book = book(Closings.of(List.of(closing("c", "2026-10", 50, "support"))));
    add(book, Rows.row("1", "platform", Optional.empty(), IN_OCTOBER, "10", 1), 0);
    Sharing sharing =
        sharing(
            Set.of("platform", "search"),
            Optional.empty(),
            SplitBasis.FIXED,
            Map.of("search", 3L, "support", 1L, "platform", 1L));

    assertThat(total(book.statement("platform", sharing, END))).isEqualByComparingTo("4");
    assertThat(total(book.statement("search", sharing, END))).isEqualByComparingTo("6");
  }

  @Test
  void leavesACostWhereItIsWhenNobodyWhoBearsItUsedAnything() {
    MonthBook book = book(Closings.NONE);
    add(book, Rows.row("1", "platform", IN_OCTOBER), 0);
    Sharing sharing =
        sharing(
            Set.of("platform", "search"),
            Optional.empty(),
            SplitBasis.TOKENS,
            Map.of("search", 1L));

    assertThat(total(book.statement("platform", sharing, END))).isEqualByComparingTo("1");
    assertThat(book.statement("search", sharing, END).totals()).isEmpty();
  }

  @Test
  void passesAClosingOverThatNamesATeamWhoseMonthIsClosed() {
    Closings closings =
        Closings.of(
            List.of(
                closing("first", "2026-10", 5, "search"),
                closing("second", "2026-10", 9, "search", "support")));

    assertThat(closings.isPassedOver("second")).isTrue();
    assertThat(closings.isClosed("support", OCTOBER)).isFalse();
    assertThat(closings.find("search", OCTOBER).orElseThrow().getClosingId()).isEqualTo("first");
  }

  @Test
  void refusesAMonthThatDoesNotFitIntoMemory() {
    var book = new MonthBook(OCTOBER, Closings.NONE, new MonthBook.Limits(2, 1));
    add(book, Rows.row("1", "search", IN_OCTOBER), 0);

    assertThatThrownBy(() -> add(book, Rows.row("2", "support", IN_OCTOBER), 1))
        .isInstanceOf(BookFullException.class)
        .hasMessage("2026-10 adds up to more than 1 lines");
  }

  @Test
  void saysWhichRowsOfAMonthDoNotFitIntoMemory() {
    Closings closings = Closings.of(List.of(closing("c", "2026-09", 5, "search")));
    var book = new MonthBook(OCTOBER, closings, new MonthBook.Limits(1, 9));
    book.expect(Rows.row("1", "search", "2026-09-30T23:00:00Z"), new RowPosition(0, 6));
    add(book, Rows.row("2", "search", IN_OCTOBER), 7);

    assertThatThrownBy(() ->
            book.expect(Rows.row("3", "search", "2026-09-30T22:00:00Z"), new RowPosition(0, 8)))
        .hasMessage("2026-10 has more than 1 rows that came late");
    assertThatThrownBy(() -> add(book, Rows.row("4", "search", IN_OCTOBER), 9))
        .hasMessage("2026-10 has more than 1 rows");
  }

  private static MonthBook book(Closings closings) {
    return new MonthBook(OCTOBER, closings, MonthBook.Limits.DEFAULT);
  }

  private static boolean add(MonthBook book, ChargebackRow row, long offset) {
    return book.add(row, new RowPosition(0, offset));
  }

  private static Sharing unshared(String team) {
    return new Sharing("acme", 0, List.of(), Set.of(team));
  }

  private static Sharing sharing(
      Set<String> group, Optional<String> project, SplitBasis by, Map<String, Long> shares) {
    return new Sharing(
        "acme",
        1,
        List.of(new SharedCost("rule", new TeamId("platform"), project, by, shares)),
        group);
  }

  private static BigDecimal total(Statement statement) {
    return statement.totals().values().stream()
        .map(Statement.Total::total)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static StatementClosing closing(String id, String month, long offset, String... teams) {
    return StatementClosing.newBuilder()
        .setClosingId(id)
        .setOrganisation("acme")
        .setMonth(month)
        .setClosedAt(Instant.EPOCH)
        .setClosedBy("jo")
        .setPolicyVersion(1)
        .setOffsets(List.of(offset))
        .setStatements(
            Arrays.stream(teams)
                .map(team ->
                    new StatementSeal(team, List.of(), 0L, 0L, 0L, ByteBuffer.wrap(new byte[32])))
                .toList())
        .build();
  }
}
