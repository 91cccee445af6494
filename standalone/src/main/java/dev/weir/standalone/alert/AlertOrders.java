package dev.weir.standalone.alert;

import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertOrder;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.control.ControlLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What operators say of alerts. It stands in {@code weir.control}, is sealed there with all that
 * operators order, and the processors act on it.
 */
public final class AlertOrders {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int NOTE_MAX = 500;

  private final LogConnection connection;
  private final InstantSource clock;

  public AlertOrders(LogConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /**
   * What is said, and by whom.
   *
   * @param note why, in one line; empty for nothing
   * @param assignee empty for nobody
   * @param until when a false positive is one no more; empty for never, and for all else
   */
  public record Said(
      AlertStatus status, String assignee, String note, String by, Optional<Instant> until) {
    public Said {
      if (note.length() > NOTE_MAX || note.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("a note is one line of at most 500 characters");
      }
      if (assignee.length() > NOTE_MAX || assignee.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("an assignee is a name of at most 500 characters");
      }
    }
  }

  /** Returns when the order is in the log. */
  public void give(Alert alert, Said said) {
    AlertOrder order =
        AlertOrder.newBuilder()
            .setFindingUid(alert.getFindingUid())
            .setType(alert.getType())
            .setTeam(alert.getTeam())
            .setSubject(alert.getSubject())
            .setStatus(said.status())
            .setAssignee(said.assignee())
            .build();
    try (ControlLog log = ControlLog.connect(connection, clock)) {
      log.write(
          Topic.CONTROL,
          place(said.status()) + alert.getType() + '/' + alert.getTeam() + '/' + alert.getSubject(),
          ControlOrder.newBuilder()
              .setAction(ControlAction.ALERT)
              .setReason(said.note())
              .setOrderedAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
              .setOrderedBy(said.by())
              .setUntil(said.until().map(it -> it.truncatedTo(ChronoUnit.MICROS)).orElse(null))
              .setAlert(order)
              .build());
    }
  }

  /** What mutes stays in force, whatever is said of later alerts. */
  private static String place(AlertStatus status) {
    return switch (status) {
      case FALSE_POSITIVE, NEW -> "alert-mute/";
      case ACKNOWLEDGED, CLOSED, UNKNOWN -> "alert/";
    };
  }

  /** Whether the like of the alert is not raised. */
  public boolean isMuted(Alert alert) {
    return muted().stream()
        .map(ControlOrder::getAlert)
        .anyMatch(it ->
            it.getType().equals(alert.getType())
                && it.getTeam().equals(alert.getTeam())
                && it.getSubject().equals(alert.getSubject()));
  }

  /** Whether the processors have acted on it before ten seconds were over. */
  public boolean awaitTaken(Alert alert, AlertStatus status) throws InterruptedException {
    Instant since = clock.instant().minus(CLOCKS_DIFFER);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    do {
      if (AlertBook.read(connection, since).hasAfter(alert, status)) {
        return true;
      }
      Thread.sleep(LOOK_EVERY);
    } while (System.nanoTime() - deadline < 0);
    return false;
  }

  /** What is not raised any more, each by the newest order. */
  public List<ControlOrder> muted() {
    try (ControlLog log = ControlLog.connect(connection, clock)) {
      return log.read(Topic.CONTROL, ControlOrder.class).values().stream()
          .filter(it -> it.getAction() == ControlAction.ALERT)
          .filter(it ->
              it.getAlert() != null && it.getAlert().getStatus() == AlertStatus.FALSE_POSITIVE)
          .filter(it -> it.getUntil() == null || it.getUntil().isAfter(clock.instant()))
          .toList();
    }
  }
}
