package dev.weir.processors.anomaly;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.KnownUse;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.UseBucket;
import dev.weir.processors.store.WatchedSeries;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: whose use is unlike what it was, in which respect, and since when?
 *
 * <p>Stretches of five minutes are judged when they are over; a burst within a minute is {@code
 * SpikeAlerts}' to tell.
 */
public final class AnomalyWatching {

  static final String FILLING = "anomaly-filling";
  static final String SERIES = "anomaly-series";
  static final String KNOWN = "anomaly-known";

  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  public AnomalyWatching(Events events, EventHeaders headers, Counters counters) {
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the sub-topology to usage by team, without repetitions. */
  public void addTo(KStream<String, Usage> usage) {
    KStream<String, AlertSource> told =
        usage.process(
            Step.<String, Usage, String, AlertSource>supplier(
                Set.of(
                    StepStores.keyed(FILLING, StoreSerdes.of(UseBucket.class)),
                    StepStores.keyed(SERIES, StoreSerdes.of(WatchedSeries.class)),
                    StepStores.keyed(KNOWN, StoreSerdes.of(KnownUse.class))),
                context -> new WatchSeries(context, headers, counters)),
            Events.named("watch-series"));
    events.write(told, Topic.SIGHTINGS, "anomalies");
  }
}
