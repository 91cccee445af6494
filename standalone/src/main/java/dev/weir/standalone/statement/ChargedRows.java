package dev.weir.standalone.statement;

import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.serde.EventSerdes;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.process.StartException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** The rows that charge a month, each once, whichever statements they are in. */
public final class ChargedRows {

  private static final int ROWS_MAX = 3_000_000;
  private static final Duration SKEW = Duration.ofDays(1);

  private ChargedRows() {}

  /**
   * Gives every row of the month that the log holds now.
   *
   * @return since when the log holds all rows; nothing where none was ever deleted
   * @throws StartException where they are too many to be told apart
   */
  public static Optional<Instant> read(
      LogConnection connection, YearMonth month, Consumer<ChargebackRow> each) {
    Set<UUID> ids = new HashSet<>();
    try (var serdes = new EventSerdes(connection);
        var scan = new TopicScan<ChargebackRow>(connection, serdes, Topic.CHARGEBACK)) {
      scan.read(
          Period.start(month).minus(SKEW),
          found -> {
            ChargebackRow row = found.value();
            if (isOf(month, row) && ids.add(digest(row))) {
              if (ids.size() > ROWS_MAX) {
                throw new StartException(month + " has more than " + ROWS_MAX + " rows");
              }
              each.accept(row);
            }
          });
      return scan.wholeSince();
    }
  }

  private static boolean isOf(YearMonth month, ChargebackRow row) {
    return YearMonth.from(row.getChargePeriodStart().atZone(ZoneOffset.UTC)).equals(month);
  }

  private static UUID digest(ChargebackRow row) {
    return UUID.nameUUIDFromBytes(row.getXRowId().getBytes(StandardCharsets.UTF_8));
  }
}
