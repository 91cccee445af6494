package dev.weir.standalone.statement;

import dev.weir.governance.books.Books;
import dev.weir.governance.books.Span;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads the books of a month from the log. */
public final class BooksOfLog {

  /** What was used later may still be on its way through the processors. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

  private static final Duration SKEW = Duration.ofDays(1);

  private BooksOfLog() {}

  /**
   * What came of comparing a month.
   *
   * @param span what was compared: of the month what the log still holds whole, up to some minutes
   *     ago
   */
  public record Checked(Span span, Books.Result result) {}

  /**
   * Compares what the log holds now.
   *
   * @param team whose books alone; nothing for all
   * @return nothing where the log holds no whole hour of the month any more, or yet
   */
  public static Optional<Checked> check(
      LogConnection connection, YearMonth month, Optional<String> team, Instant now) {
    try (var serdes = new EventSerdes(connection);
        var topics = Topics.open(connection, serdes)) {
      Instant from =
          latest(
              Period.start(month),
              latest(
                  wholeHours(topics.usages.wholeSince()), wholeHours(topics.rated.wholeSince())));
      Instant to = Period.end(month);
      Instant settled = now.minus(ON_ITS_WAY).truncatedTo(ChronoUnit.HOURS);
      if (settled.isBefore(to)) {
        to = settled;
      }
      if (!from.isBefore(to)) {
        return Optional.empty();
      }
      Span span = new Span(from, to);
      return Optional.of(new Checked(span, topics.compare(span, team)));
    }
  }

  /**
   * Compares what the log holds of one team now, also what may be on its way: a difference may be
   * gone a moment later.
   */
  public static Books.Result compareNow(LogConnection connection, Span span, String team) {
    try (var serdes = new EventSerdes(connection);
        var topics = Topics.open(connection, serdes)) {
      return topics.compare(span, Optional.of(team));
    }
  }

  private record Topics(
      TopicScan<Usage> usages, TopicScan<RatedUsage> rated, TopicScan<ChargebackRow> charges)
      implements AutoCloseable {

    static Topics open(LogConnection connection, EventSerdes serdes) {
      return new Topics(
          new TopicScan<>(connection, serdes, Topic.TOKEN_COUNTS),
          new TopicScan<>(connection, serdes, Topic.RATED_USAGE),
          new TopicScan<>(connection, serdes, Topic.CHARGEBACK));
    }

    Books.Result compare(Span span, Optional<String> team) {
      var books = new Books(span, team);
      Instant from = span.from().minus(SKEW);
      fill(books, usages, rated, from);
      charges.read(from, found -> books.charged(found.value()));
      return books.result();
    }

    @Override
    public void close() {
      usages.close();
      rated.close();
      charges.close();
    }
  }

  /** Both topics have the same key and number of partitions, so each pair is compared alone. */
  private static void fill(
      Books books, TopicScan<Usage> usages, TopicScan<RatedUsage> rated, Instant from) {
    if (usages.partitions() != rated.partitions()) {
      usages.read(from, found -> books.used(found.value()));
      rated.read(from, found -> books.rated(found.value()));
      books.endOfPartition();
      return;
    }
    for (int partition = 0; partition < usages.partitions(); partition++) {
      usages.read(partition, from, found -> books.used(found.value()));
      rated.read(partition, from, found -> books.rated(found.value()));
      books.endOfPartition();
    }
  }

  private static Instant wholeHours(Optional<Instant> since) {
    return since
        .map(it -> it.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS))
        .orElse(Instant.EPOCH);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
