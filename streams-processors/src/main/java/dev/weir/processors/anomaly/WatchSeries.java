package dev.weir.processors.anomaly;

import dev.weir.governance.anomaly.Metric;
import dev.weir.governance.anomaly.SeriesWatch;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.KnownUse;
import dev.weir.processors.store.UseBucket;
import dev.weir.processors.store.WatchedSeries;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds usage up per subject and stretch of event time, and gives each stretch that is over to the
 * watches of its metrics. Usage of a stretch that is over counts for the one being filled.
 *
 * <p>Silence is learned too, for at most a day; who has been silent for {@link #FORGET_AFTER} is
 * forgotten. How far event time has come is known from usage alone: processors that have fallen
 * behind do not take what they have not read for silence, and when nobody at all uses anything,
 * nothing is judged. At most {@value #SUBJECTS_MAX} subjects are watched by a task; more are
 * counted and not watched.
 */
final class WatchSeries implements Step<String, Usage> {

  static final int SUBJECTS_MAX = 1_000;
  static final Duration FORGET_AFTER = Duration.ofDays(35);
  static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /** A day. */
  private static final long SILENCE_MAX = Duration.ofDays(1).dividedBy(Buckets.LENGTH);

  private final ProcessorContext<String, AlertSource> context;
  private final EventHeaders headers;
  private final Counters counters;
  private final KeyValueStore<String, UseBucket> filling;
  private final KeyValueStore<String, WatchedSeries> series;
  private final KeyValueStore<String, KnownUse> known;
  private final Newcomers newcomers = new Newcomers();
  private int subjects;
  private long newestBucket = Long.MIN_VALUE;
  private String organisation = "";

  WatchSeries(
      ProcessorContext<String, AlertSource> context, EventHeaders headers, Counters counters) {
    this.context = context;
    this.headers = headers;
    this.counters = counters;
    this.filling = context.getStateStore(AnomalyWatching.FILLING);
    this.series = context.getStateStore(AnomalyWatching.SERIES);
    this.known = context.getStateStore(AnomalyWatching.KNOWN);
    this.subjects = keys().size();
    var _ = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  @Override
  public void process(Record<String, Usage> record) {
    Usage usage = record.value();
    // A proxy whose clock runs ahead must not carry its team into the future.
    long millis = Math.min(usage.getEndedAt().toEpochMilli(), context.currentSystemTimeMs());
    organisation = usage.getOrganisation();
    long bucket = Buckets.of(millis);
    newestBucket = Math.max(newestBucket, bucket);
    for (Subject subject : Subject.of(usage)) {
      UseBucket before = filling.get(subject.key());
      if (before == null && subjects >= SUBJECTS_MAX) {
        counters.unwatchedUse();
        continue;
      }
      subjects += before == null ? 1 : 0;
      UseBucket open =
          before == null ? Buckets.empty(bucket, bucket) : upTo(subject, before, bucket);
      filling.put(subject.key(), Buckets.with(open, usage));
      greet(subject, usage, Instant.ofEpochMilli(millis));
    }
  }

  /** Closes the stretch and the silent ones after it, and opens the one that is wanted. */
  private UseBucket upTo(Subject subject, UseBucket open, long wanted) {
    if (wanted <= open.getBucket()) {
      return open;
    }
    // Each series is read and written once, however many stretches were silent.
    Map<Metric, SeriesWatch> watches = new EnumMap<>(Metric.class);
    judge(subject, open, watches);
    long silentUntil = Math.min(wanted, open.getUsedBucket() + SILENCE_MAX);
    for (long silent = open.getBucket() + 1; silent < silentUntil; silent++) {
      judge(subject, Buckets.empty(silent, open.getUsedBucket()), watches);
    }
    watches.forEach(
        (metric, watch) -> series.put(seriesKey(subject.key(), metric), StoredSeries.write(watch)));
    return Buckets.empty(wanted, open.getUsedBucket());
  }

  private void judge(Subject subject, UseBucket whole, Map<Metric, SeriesWatch> watches) {
    Instant at = Instant.ofEpochMilli(whole.getBucket() * Buckets.LENGTH.toMillis());
    Buckets.values(whole)
        .forEach((metric, value) ->
            watches
                .computeIfAbsent(metric, it -> stored(subject, it))
                .accept(at, value)
                .map(news ->
                    AnomalyEvents.of(
                        subject,
                        organisation,
                        metric,
                        news,
                        at.plus(Buckets.LENGTH),
                        whole.getRequestId()))
                .ifPresent(this::forward));
  }

  private SeriesWatch stored(Subject subject, Metric metric) {
    return StoredSeries.read(metric, series.get(seriesKey(subject.key(), metric)));
  }

  private void greet(Subject subject, Usage usage, Instant at) {
    if (!subject.model().isEmpty()) {
      return;
    }
    KnownUse before = known.get(subject.key());
    Optional<KnownUse> after = newcomers.after(before, usage.getServedModel(), at);
    if (after.isEmpty()) {
      return;
    }
    known.put(subject.key(), after.get());
    if (newcomers.isNewHour(before, at)) {
      forward(AnomalyEvents.newHour(subject, organisation, usage.getRequestId(), at));
    }
    boolean ofTeam = subject.equals(Subject.ofTeam(subject.team()));
    if (ofTeam && newcomers.isNewModel(before, usage.getServedModel(), at)) {
      forward(
          AnomalyEvents.newModel(
              subject, organisation, usage.getServedModel(), usage.getRequestId(), at));
    }
  }

  /** One stretch is waited for, so that what other proxies write a little later is in its own. */
  private void look(long now) {
    if (newestBucket == Long.MIN_VALUE) {
      return;
    }
    long wanted = newestBucket - 1;
    for (String key : keys()) {
      UseBucket open = filling.get(key);
      if (open == null || wanted <= open.getBucket()) {
        continue;
      }
      long silent = wanted - open.getUsedBucket();
      if (silent > FORGET_AFTER.dividedBy(Buckets.LENGTH)) {
        forget(key);
      } else if (open.getBucket() - open.getUsedBucket() < SILENCE_MAX) {
        filling.put(key, upTo(Subject.ofKey(key), open, wanted));
      }
    }
  }

  private void forget(String key) {
    filling.delete(key);
    known.delete(key);
    for (Metric metric : Metric.values()) {
      series.delete(seriesKey(key, metric));
    }
    subjects--;
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, UseBucket> all = filling.all()) {
      while (all.hasNext()) {
        keys.add(all.next().key);
      }
    }
    return keys;
  }

  private static String seriesKey(String subject, Metric metric) {
    return subject + '|' + metric.text();
  }

  private void forward(Alert alert) {
    String eventId = alert.getFindingUid() + '/' + alert.getActivityId() + '/' + alert.getTime();
    context.forward(
        new Record<>(
            alert.getTeam(),
            AlertSource.newBuilder().setAlert(alert).build(),
            alert.getTime().toEpochMilli(),
            headers.of(Topic.SIGHTINGS, eventId, alert.getTime())));
  }
}
