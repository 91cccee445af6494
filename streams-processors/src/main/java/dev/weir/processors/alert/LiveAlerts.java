package dev.weir.processors.alert;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.OpenAlert;
import dev.weir.processors.store.PendingAlert;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertOrder;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Opens, updates and closes alerts. An alert is told when it opens, when it becomes more severe,
 * when its sightings reach a power of ten, when an operator says something of it, and when it is
 * over: however much is seen, little is told.
 *
 * <p>A team has at most {@value #OPEN_MAX} alerts open: what is more becomes one alert of its type
 * with the subject {@code others}. What an operator has called a false positive is counted and not
 * told until it is taken back.
 */
final class LiveAlerts implements Step<String, AlertSource> {

  static final int OPEN_MAX = 1_000;
  static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

  private static final int CREATE = 1;
  private static final int UPDATE = 2;
  private static final int CLOSE = 3;

  private final ProcessorContext<String, Alert> context;
  private final AlertCodec codec;
  private final EventHeaders headers;
  private final Counters counters;
  private final KeyValueStore<String, OpenAlert> open;
  private final KeyValueStore<String, PendingAlert> pending;

  /** What is not to be raised, and by which alert that was said. */
  private final KeyValueStore<String, String> muted;

  private final Map<String, Integer> openByTeam = new HashMap<>();

  LiveAlerts(
      ProcessorContext<String, Alert> context,
      AlertCodec codec,
      EventHeaders headers,
      Counters counters) {
    this.context = context;
    this.codec = codec;
    this.headers = headers;
    this.counters = counters;
    this.open = context.getStateStore(AlertLives.OPEN);
    this.pending = context.getStateStore(AlertLives.PENDING);
    this.muted = context.getStateStore(AlertLives.MUTED);
    opened().forEach(each -> count(each.getTeam(), 1));
    var _ = context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, AlertSource> record) {
    switch (record.value().getSource()) {
      case Sighting sighting -> see(sighting);
      case Alert alert -> follow(alert);
      case ControlOrder order when order.getAlert() != null -> obey(order, order.getAlert());
      default -> {} // Of a newer release.
    }
  }

  private void see(Sighting sighting) {
    counters.sighting(sighting.getType());
    AlertKey key = AlertKey.of(sighting);
    if (isMuted(key)) {
      return;
    }
    if (find(key).isEmpty() && isFull(key)) {
      key = key.others();
    }
    Optional<Alert> known = find(key);
    if (known.isPresent()) {
      add(key, known.get(), sighting);
    } else if (isEnough(key)) {
      open(key, SightedAlert.first(key, sighting));
    }
  }

  private boolean isMuted(AlertKey key) {
    if (muted.get(key.text()) == null) {
      return false;
    }
    counters.muted(key.type());
    return true;
  }

  private boolean isFull(AlertKey key) {
    return openByTeam.getOrDefault(key.team(), 0) >= OPEN_MAX;
  }

  /** Whether this sighting and those before it make an alert. */
  private boolean isEnough(AlertKey key) {
    AlertRule rule = AlertRule.of(key);
    if (rule.threshold() <= 1) {
      return true;
    }
    PendingAlert before = pending.get(key.text());
    boolean fresh = before == null || isOver(before, rule);
    long count = fresh ? 1 : before.getCount() + 1;
    if (count >= rule.threshold()) {
      pending.delete(key.text());
      return true;
    }
    pending.put(key.text(), new PendingAlert(count, fresh ? now() : before.getSinceMillis()));
    return false;
  }

  private boolean isOver(PendingAlert pending, AlertRule rule) {
    return now() - pending.getSinceMillis() > rule.within().toMillis();
  }

  private void add(AlertKey key, Alert known, Sighting sighting) {
    grow(key, known, SightedAlert.with(known, sighting));
  }

  /** Tells it where that is worth telling. */
  private void grow(AlertKey key, Alert known, Alert.Builder alert) {
    if (alert.getSeverityId() > known.getSeverityId() || isRound(alert.getCount())) {
      tell(key, next(alert, UPDATE));
    } else {
      keep(key, alert.build());
    }
  }

  private static boolean isRound(long count) {
    long rest = count;
    while (rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1 && count > 1;
  }

  /** What a watcher says of its own alert. A repeated beginning is one more sighting. */
  private void follow(Alert told) {
    AlertKey key = AlertKey.of(told);
    if (told.getActivityId() == CREATE) {
      counters.sighting(key.type());
    }
    if (isMuted(key)) {
      return;
    }
    Optional<Alert> known = find(key);
    if (known.isEmpty()) {
      if (told.getActivityId() != CLOSE) {
        open(key, SightedAlert.first(told));
      }
      return;
    }
    Alert.Builder alert = SightedAlert.with(known.get(), told);
    switch (told.getActivityId()) {
      case CLOSE -> close(key, alert, AlertStatus.CLOSED);
      case UPDATE -> tell(key, next(alert, UPDATE));
      default -> grow(key, known.get(), alert);
    }
  }

  private void obey(ControlOrder order, AlertOrder what) {
    AlertKey key = AlertKey.of(what);
    switch (what.getStatus()) {
      case FALSE_POSITIVE -> muted.put(key.text(), what.getFindingUid());
      case NEW -> muted.delete(key.text());
      default -> {}
    }
    Optional<Alert> known = find(key).filter(it -> it.getFindingUid().equals(what.getFindingUid()));
    if (known.isEmpty()) {
      return; // It is over already.
    }
    Alert.Builder alert =
        Alert.newBuilder(known.get())
            .setTime(order.getOrderedAt())
            .setAssignee(what.getAssignee())
            .setNote(order.getReason())
            .setChangedBy(order.getOrderedBy());
    switch (what.getStatus()) {
      case FALSE_POSITIVE, CLOSED -> close(key, alert, what.getStatus());
      case NEW, ACKNOWLEDGED -> tell(key, next(alert.setStatus(what.getStatus()), UPDATE));
      case UNKNOWN -> {}
    }
  }

  private void sweep(long nowMillis) {
    List<KeyValue<String, OpenAlert>> over = new ArrayList<>();
    try (KeyValueIterator<String, OpenAlert> all = open.all()) {
      while (all.hasNext()) {
        KeyValue<String, OpenAlert> each = all.next();
        Duration quiet = AlertRule.of(AlertKey.parse(each.key)).quiet();
        if (nowMillis - each.value.getHeardMillis() >= quiet.toMillis()) {
          over.add(each);
        }
      }
    }
    for (KeyValue<String, OpenAlert> each : over) {
      Alert alert = codec.read(each.value);
      close(
          AlertKey.of(alert),
          Alert.newBuilder(alert).setTime(Instant.ofEpochMilli(nowMillis)),
          AlertStatus.CLOSED);
    }
    forgetPending();
  }

  private void forgetPending() {
    List<String> over = new ArrayList<>();
    try (KeyValueIterator<String, PendingAlert> all = pending.all()) {
      while (all.hasNext()) {
        KeyValue<String, PendingAlert> each = all.next();
        if (isOver(each.value, AlertRule.of(AlertKey.parse(each.key)))) {
          over.add(each.key);
        }
      }
    }
    over.forEach(pending::delete);
  }

  private void open(AlertKey key, Alert alert) {
    count(key.team(), 1);
    counters.alert(key.type().equals("pii") && !key.isOthers() ? key.subject() : key.type());
    tell(key, alert);
  }

  private void close(AlertKey key, Alert.Builder alert, AlertStatus status) {
    open.delete(key.text());
    count(key.team(), -1);
    forward(next(alert.setStatus(status), CLOSE));
  }

  private static Alert next(Alert.Builder alert, int activityId) {
    return alert.setActivityId(activityId).setRevision(alert.getRevision() + 1).build();
  }

  private void tell(AlertKey key, Alert alert) {
    keep(key, alert);
    forward(alert);
  }

  private void keep(AlertKey key, Alert alert) {
    open.put(key.text(), codec.write(alert, now()));
  }

  private void forward(Alert alert) {
    String uid = alert.getFindingUid();
    context.forward(
        new Record<>(
            uid,
            alert,
            now(),
            headers.of(Topic.ALERTS, uid + '/' + alert.getRevision(), alert.getTime())));
  }

  private Optional<Alert> find(AlertKey key) {
    @Nullable OpenAlert stored = open.get(key.text());
    return stored == null ? Optional.empty() : Optional.of(codec.read(stored));
  }

  private List<Alert> opened() {
    List<Alert> alerts = new ArrayList<>();
    try (KeyValueIterator<String, OpenAlert> all = open.all()) {
      all.forEachRemaining(each -> alerts.add(codec.read(each.value)));
    }
    return alerts;
  }

  private void count(String team, int more) {
    openByTeam.merge(team, more, (a, b) -> a + b == 0 ? null : a + b);
  }

  private long now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs())
        .truncatedTo(ChronoUnit.MILLIS)
        .toEpochMilli();
  }
}
