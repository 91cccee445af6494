package dev.weir.standalone.statement;

import dev.weir.governance.statement.Closings;
import dev.weir.governance.statement.MonthBook;
import dev.weir.governance.statement.RowPosition;
import dev.weir.governance.statement.Sharing;
import dev.weir.governance.statement.Statement;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.CurrencyTotal;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.control.ControlLog;
import dev.weir.standalone.control.Publication;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes statements from the log, and closes them. For one thread. */
public final class Statements implements AutoCloseable {

  /** No clock is wrong by more; rows are written after the use that they charge. */
  private static final Duration SKEW = Duration.ofDays(1);

  private final LogConnection connection;
  private final EventSerdes serdes;
  private final ControlLog log;
  private final InstantSource clock;
  private final PolicyHistory policies;

  private Statements(LogConnection connection, ControlLog log, InstantSource clock) {
    this.connection = connection;
    this.serdes = new EventSerdes(connection);
    this.log = log;
    this.clock = clock;
    this.policies = new PolicyHistory(log);
  }

  /** Prepares the topics where they are missing. */
  public static Statements connect(LogConnection connection, InstantSource clock) {
    return new Statements(connection, ControlLog.connect(connection, clock), clock);
  }

  /**
   * One team's statement, by what the log held when this was called.
   *
   * @param rows is given each row of it, in the order of the log
   */
  public Made make(YearMonth month, String team, Consumer<ChargebackRow> rows) {
    Closings closings = closings();
    var book = new MonthBook(month, closings, MonthBook.Limits.DEFAULT);
    try (var scan = new TopicScan<ChargebackRow>(connection, serdes, Topic.CHARGEBACK)) {
      fill(
          book,
          month,
          scan,
          row -> {
            if (row.getXTeam().equals(team)) {
              rows.accept(row);
            }
          });
      Optional<StatementClosing> closing = closings.find(team, month);
      Sharing sharing =
          closing
              .map(it -> policies.sharing(it.getPolicyVersion(), Closings.teams(it)))
              .orElseGet(() -> policies.sharing(policies.newest(), open(book, closings, month)));
      List<Long> offsets = closing.map(StatementClosing::getOffsets).orElseGet(scan::ends);
      return new Made(book.statement(team, sharing, offsets), closing, scan.wholeSince());
    }
  }

  /** Whether the policy that governs has the team. */
  public boolean knows(String team) {
    return policies.teams(policies.newest()).contains(team);
  }

  /**
   * Closes statements of a month that is over: all that are open, or one team's. What is read is
   * the log as it is now; rows that come later go to later statements.
   */
  public Close close(
      YearMonth month, Optional<String> team, Set<Waiver> waived, Publication publication) {
    Instant from = waived.contains(Waiver.LATE_USAGE) ? Period.end(month) : Period.settled(month);
    if (clock.instant().isBefore(from)) {
      return new Close.TooEarly(from);
    }
    Closings closings = closings();
    var book = new MonthBook(month, closings, MonthBook.Limits.DEFAULT);
    try (var scan = new TopicScan<ChargebackRow>(connection, serdes, Topic.CHARGEBACK)) {
      fill(book, month, scan, _ -> {});
      SortedSet<String> open = open(book, closings, month);
      SortedSet<String> group = new TreeSet<>(open);
      team.ifPresent(only -> group.removeIf(each -> !each.equals(only)));
      if (group.isEmpty()) {
        return new Close.ClosedBefore();
      }
      Optional<Instant> cut = scan.wholeSince().filter(Period.start(month)::isBefore);
      if (cut.isPresent() && !waived.contains(Waiver.DELETED_ROWS)) {
        return new Close.Incomplete(cut.get());
      }
      Sharing sharing = policies.sharing(policies.newest(), group);
      Optional<Sharing.Torn> torn = sharing.torn(open);
      if (torn.isPresent()) {
        return new Close.Entangled(torn.get().rule(), torn.get().left());
      }
      List<StatementSeal> seals =
          group.stream().map(each -> seal(book.statement(each, sharing, scan.ends()))).toList();
      return publish(closing(month, sharing, scan.ends(), seals, publication));
    }
  }

  private void fill(
      MonthBook book,
      YearMonth month,
      TopicScan<ChargebackRow> scan,
      Consumer<ChargebackRow> taken) {
    Instant from = Period.start(month).minus(SKEW);
    if (book.wantsLateRows()) {
      scan.read(from, found -> book.expect(found.value(), position(found)));
    }
    scan.read(
        book.expectsLateRows() ? Instant.EPOCH : from,
        found -> {
          if (book.add(found.value(), position(found))) {
            taken.accept(found.value());
          }
        });
  }

  private static RowPosition position(TopicScan.Found<ChargebackRow> found) {
    return new RowPosition(found.partition(), found.offset());
  }

  private Close publish(StatementClosing closing) {
    String key = closing.getMonth() + "/" + closing.getClosingId();
    log.write(Topic.STATEMENTS, key, closing);
    if (closings().isPassedOver(closing.getClosingId())) {
      log.write(Topic.STATEMENTS, key, null);
      return new Close.Overtaken();
    }
    return new Close.Closed(closing);
  }

  private StatementClosing closing(
      YearMonth month,
      Sharing sharing,
      List<Long> offsets,
      List<StatementSeal> seals,
      Publication publication) {
    return StatementClosing.newBuilder()
        .setClosingId(UUID.randomUUID().toString())
        .setOrganisation(sharing.organisation())
        .setMonth(month.toString())
        .setClosedAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
        .setClosedBy(publication.by())
        .setComment(publication.comment())
        .setPolicyVersion(sharing.policyVersion())
        .setOffsets(offsets)
        .setStatements(seals)
        .build();
  }

  private static StatementSeal seal(Statement statement) {
    byte[] bytes = StatementJson.bytes(statement);
    List<CurrencyTotal> totals = new ArrayList<>();
    statement
        .totals()
        .forEach((currency, total) ->
            totals.add(new CurrencyTotal(currency, total.total().setScale(18))));
    return StatementSeal.newBuilder()
        .setTeam(statement.team())
        .setTotals(totals)
        .setRows(statement.rows())
        .setUnpricedTokens(statement.unpricedTokens())
        .setBytes(bytes.length)
        .setSha256(ByteBuffer.wrap(StatementJson.sha256(bytes)))
        .build();
  }

  private Closings closings() {
    return Closings.of(List.copyOf(log.read(Topic.STATEMENTS, StatementClosing.class).values()));
  }

  private SortedSet<String> open(MonthBook book, Closings closings, YearMonth month) {
    SortedSet<String> open = known(book);
    open.removeIf(team -> closings.isClosed(team, month));
    return open;
  }

  private SortedSet<String> known(MonthBook book) {
    SortedSet<String> known = new TreeSet<>(book.teams());
    known.addAll(policies.teams(policies.newest()));
    return known;
  }

  @Override
  public void close() {
    serdes.close();
    log.close();
  }
}
