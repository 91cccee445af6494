package dev.weir.processors.alert;

import dev.weir.governance.anomaly.SpikeRule;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.SpikeState;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;

/** Answers: which team suddenly uses far more than is usual for it? */
public final class SpikeSightings {

  static final String BASELINE = "spike-baseline";

  private final SpikeRule rule;
  private final Duration bucket;
  private final Events events;
  private final EventHeaders headers;

  /**
   * @param bucket how long the stretches of event time are that are compared with each other
   */
  public SpikeSightings(SpikeRule rule, Duration bucket, Events events, EventHeaders headers) {
    this.rule = rule;
    this.bucket = bucket;
    this.events = events;
    this.headers = headers;
  }

  /** Adds the sub-topology to usage by team, without repetitions. */
  public void addTo(KStream<String, Usage> usage) {
    KStream<String, AlertSource> sightings =
        usage.process(
            Step.<String, Usage, String, AlertSource>supplier(
                Set.of(StepStores.keyed(BASELINE, StoreSerdes.of(SpikeState.class))),
                context -> new WatchUse(context, rule, bucket, headers)),
            Events.named("watch-use"));
    events.write(sightings, Topic.SIGHTINGS, "spike-sightings");
  }
}
