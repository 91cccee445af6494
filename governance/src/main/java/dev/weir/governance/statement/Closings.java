package dev.weir.governance.statement;

import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which statements are closed, and so to which statement a row belongs.
 *
 * <p>A row belongs to the statement of the month that it charges, as long as that one is open or
 * had read the row when it was closed. Else it came late, and belongs to the first later month of
 * which one of the two is true. What was read once stays where it is: closing a month only fixes
 * what is in it already, and an end of the log never moves back.
 */
public final class Closings {

  public static final Closings NONE = of(List.of());

  private record TeamMonth(String team, YearMonth month) {}

  private final Map<TeamMonth, StatementClosing> closed = new HashMap<>();
  private final Set<String> passedOver = new HashSet<>();

  private Closings() {}

  /**
   * Takes closings in the order of the log. One that names a team whose month was closed before is
   * passed over whole: what it says of shared costs does not fit.
   */
  public static Closings of(List<StatementClosing> inOrder) {
    var closings = new Closings();
    inOrder.forEach(closings::add);
    return closings;
  }

  private void add(StatementClosing closing) {
    YearMonth month = YearMonth.parse(closing.getMonth());
    if (teams(closing).stream().anyMatch(team -> isClosed(team, month))) {
      passedOver.add(closing.getClosingId());
      return;
    }
    teams(closing).forEach(team -> closed.put(new TeamMonth(team, month), closing));
  }

  /** The teams whose statements it closes. */
  public static Set<String> teams(StatementClosing closing) {
    return closing.getStatements().stream().map(StatementSeal::getTeam).collect(Collectors.toSet());
  }

  /** What closed the team's month; nothing while it is open. */
  public Optional<StatementClosing> find(String team, YearMonth month) {
    return Optional.ofNullable(closed.get(new TeamMonth(team, month)));
  }

  public boolean isClosed(String team, YearMonth month) {
    return closed.containsKey(new TeamMonth(team, month));
  }

  /** Whether any team's statement of an earlier month is closed. */
  boolean hasClosedBefore(YearMonth month) {
    return closed.keySet().stream().anyMatch(each -> each.month().isBefore(month));
  }

  /** Whether a closing counts for nothing, since another one was faster. */
  public boolean isPassedOver(String closingId) {
    return passedOver.contains(closingId);
  }

  /** The month whose statement holds a row of {@code team} that charges {@code charged}. */
  public YearMonth statementOf(String team, YearMonth charged, RowPosition at) {
    YearMonth month = charged;
    Optional<StatementClosing> closing = find(team, month);
    while (closing.isPresent() && !hasRead(closing.get(), at)) {
      month = month.plusMonths(1);
      closing = find(team, month);
    }
    return month;
  }

  /** A partition that came after the closing had nothing in it then. */
  private static boolean hasRead(StatementClosing closing, RowPosition at) {
    return at.partition() < closing.getOffsets().size()
        && at.offset() < closing.getOffsets().get(at.partition());
  }
}
