package dev.weir.processors.charge;

import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.PendingCharge;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: what does each team owe for each hour, model and token type? Rows are additive: each
 * holds what came since the one before, so late usage needs no memory of the rows already written.
 */
public final class Chargeback {

  static final String PENDING = "chargeback-pending";
  static final String SEQUENCE = "chargeback-sequence";

  private final Duration flush;
  private final Events events;
  private final EventHeaders headers;

  /**
   * @param flush how long usage waits for more of the same at most
   */
  public Chargeback(Duration flush, Events events, EventHeaders headers) {
    this.flush = flush;
    this.events = events;
    this.headers = headers;
  }

  /** Adds the sub-topology to rated usage by team. */
  public void addTo(KStream<String, RatedUsage> rated) {
    KStream<String, ChargebackRow> rows =
        rated.process(
            Step.<String, RatedUsage, String, ChargebackRow>supplier(
                Set.of(
                    StepStores.keyed(PENDING, StoreSerdes.of(PendingCharge.class)),
                    StepStores.keyed(SEQUENCE, Serdes.Long())),
                context -> new CollectCharges(context, flush, headers)),
            Events.named("collect-charges"));
    events.write(rows, Topic.CHARGEBACK, "chargeback");
  }
}
