package dev.weir.processors.alert;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.OpenAlert;
import dev.weir.processors.store.PendingAlert;
import dev.weir.processors.store.PendingSighting;
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
 * when its sightings reach a power of ten, when a day has passed, when an operator says something
 * of it, and when it is over: however much is seen, little is told.
 *
 * <p>A team has at most {@value #OPEN_MAX} alerts of a type open: what is more becomes one alert
 * with the subject {@code others}. What an operator has called a false positive is counted and not
 * told until it is taken back or its time is over.
 */
final class LiveAlerts implements Step<String, AlertSource> {

  static final int OPEN_MAX = 1_000;
  static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

  private static final Duration TELL_AGAIN_AFTER = Duration.ofDays(1);

  private static final int CREATE = 1;
  private static final int UPDATE = 2;
  private static final int CLOSE = 3;

  private final ProcessorContext<String, Alert> context;
  private final AlertCodec codec;
  private final EventHeaders headers;
  private final Counters counters;
  private final KeyValueStore<String, OpenAlert> open;
  private final KeyValueStore<String, PendingAlert> pending;

  /** What is not to be raised: until when, as {@link Mute} writes it, and by which alert. */
  private final KeyValueStore<String, String> muted;

  /** How many are open, by type and team. */
  private final Map<String, Integer> openByKind = new HashMap<>();

  private final long startedMillis;

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
    startedMillis = context.currentSystemTimeMs();
    keysOpen().forEach(key -> count(key, 1));
    var _ = context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, AlertSource> record) {
    AlertSource source = record.value();
    ControlOrder order = source.getOrder();
    if (source.getSighting() != null) {
      see(source.getSighting());
    } else if (source.getAlert() != null) {
      follow(source.getAlert());
    } else if (order != null && order.getAlert() != null) {
      obey(order, order.getAlert());
    } // Else it is of a newer release.
  }

  private void see(Sighting sighting) {
    counters.sighting(sighting.getType());
    AlertKey key = AlertKey.of(sighting);
    if (isMuted(key)) {
      return;
    }
    key = within(key);
    Optional<Alert> known = find(key);
    if (known.isPresent()) {
      grow(key, known.get(), SightedAlert.with(known.get(), sighting));
      return;
    }
    List<PendingSighting> before = pendingBefore(key, sighting);
    if (before.size() + 1 >= AlertRule.of(key).threshold()) {
      pending.delete(key.text());
      open(key, SightedAlert.first(key, before, sighting));
    } else {
      before.add(new PendingSighting(time(sighting), requestId(sighting)));
      pending.put(key.text(), new PendingAlert(before, now()));
    }
  }

  /** The key itself while its team may have another alert of its type. */
  private AlertKey within(AlertKey key) {
    return find(key).isEmpty() && openByKind.getOrDefault(key.kind(), 0) >= OPEN_MAX
        ? key.others()
        : key;
  }

  /** What was seen of the same shortly before, by the time of the events. */
  private List<PendingSighting> pendingBefore(AlertKey key, Sighting sighting) {
    PendingAlert stored = pending.get(key.text());
    if (stored == null) {
      return new ArrayList<>();
    }
    Instant since = time(sighting).minus(AlertRule.of(key).within());
    List<PendingSighting> before = new ArrayList<>(stored.getSightings());
    before.removeIf(it -> it.getTime().isBefore(since));
    return before;
  }

  /** A proxy whose clock runs ahead must not hold others' sightings off. */
  private Instant time(Sighting sighting) {
    Instant now = Instant.ofEpochMilli(now());
    return sighting.getTime().isAfter(now) ? now : sighting.getTime();
  }

  private static String requestId(Sighting sighting) {
    return sighting.getRequestId() == null ? "" : sighting.getRequestId();
  }

  private boolean isMuted(AlertKey key) {
    String mute = muted.get(key.text());
    if (mute == null) {
      return false;
    }
    if (Mute.isOver(mute, now())) {
      muted.delete(key.text());
      return false;
    }
    counters.muted(key.type());
    return true;
  }

  /** Tells it where that is worth telling. */
  private void grow(AlertKey key, Alert known, Alert.Builder alert) {
    OpenAlert stored = open.get(key.text());
    long told = stored == null ? 0 : stored.getToldMillis();
    if (alert.getSeverityId() > known.getSeverityId()
        || isRound(alert.getCount())
        || now() - told >= TELL_AGAIN_AFTER.toMillis()) {
      tell(key, next(alert, UPDATE));
    } else {
      open.put(key.text(), codec.write(alert.build(), now(), told));
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
    boolean ends = told.getActivityId() == CLOSE;
    if (told.getActivityId() == CREATE) {
      counters.sighting(key.type());
    }
    if (!ends && isMuted(key)) {
      return;
    }
    key = ends ? key : within(key);
    Optional<Alert> known = find(key);
    if (known.isEmpty()) {
      if (!ends) {
        open(key, SightedAlert.first(key, told));
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
    AlertStatus status = what.getStatus();
    // What has no subject of its own is no allow list: it would mute what nobody has seen yet.
    boolean mutes = status == AlertStatus.FALSE_POSITIVE && !key.isOthers();
    if (mutes) {
      muted.put(key.text(), Mute.text(what.getFindingUid(), order.getUntil()));
    } else if (status == AlertStatus.NEW) {
      muted.delete(key.text());
    }
    Optional<Alert> known =
        find(key).filter(it -> mutes || it.getFindingUid().equals(what.getFindingUid()));
    if (known.isEmpty()) {
      return; // It is over already.
    }
    Alert.Builder alert =
        Alert.newBuilder(known.get())
            .setTime(order.getOrderedAt())
            .setAssignee(what.getAssignee())
            .setNote(order.getReason())
            .setChangedBy(order.getOrderedBy());
    switch (status) {
      case FALSE_POSITIVE, CLOSED -> close(key, alert, status);
      case NEW, ACKNOWLEDGED -> tell(key, next(alert.setStatus(status), UPDATE));
      case UNKNOWN -> {}
    }
  }

  private void sweep(long nowMillis) {
    List<KeyValue<String, OpenAlert>> over = new ArrayList<>();
    try (KeyValueIterator<String, OpenAlert> all = open.all()) {
      while (all.hasNext()) {
        KeyValue<String, OpenAlert> each = all.next();
        Duration quiet = AlertRule.of(AlertKey.parse(each.key)).quiet();
        // After a start, what has come meanwhile is read first.
        long heard = Math.max(each.value.getHeardMillis(), startedMillis);
        if (nowMillis - heard >= quiet.toMillis()) {
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
        Duration within = AlertRule.of(AlertKey.parse(each.key)).within();
        if (now() - each.value.getHeardMillis() > within.toMillis()) {
          over.add(each.key);
        }
      }
    }
    over.forEach(pending::delete);
  }

  private void open(AlertKey key, Alert alert) {
    count(key, 1);
    counters.alert(key.type().equals("pii") && !key.isOthers() ? key.subject() : key.type());
    tell(key, alert);
  }

  private void close(AlertKey key, Alert.Builder alert, AlertStatus status) {
    open.delete(key.text());
    count(key, -1);
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
    open.put(key.text(), codec.write(alert, now(), now()));
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

  private List<AlertKey> keysOpen() {
    List<AlertKey> keys = new ArrayList<>();
    try (KeyValueIterator<String, OpenAlert> all = open.all()) {
      all.forEachRemaining(each -> keys.add(AlertKey.parse(each.key)));
    }
    return keys;
  }

  private void count(AlertKey key, int more) {
    openByKind.merge(key.kind(), more, (a, b) -> a + b == 0 ? null : a + b);
  }

  private long now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs())
        .truncatedTo(ChronoUnit.MILLIS)
        .toEpochMilli();
  }
}
