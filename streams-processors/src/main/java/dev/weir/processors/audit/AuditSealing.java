package dev.weir.processors.audit;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.ExchangeEvent;
import dev.weir.processors.event.SeenIds;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.ChainHead;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.UnsealedExchange;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: what happened in each exchange, in a form that shows any later change? An exchange is
 * sealed once, as soon as its prompt and all its frames are there; where some are missing, {@code
 * patience} after its end with what is there. Each partition has its chain.
 */
public final class AuditSealing {

  static final String UNSEALED = "audit-unsealed";
  static final String FRAMES = "audit-frames";
  static final String SEALED = "audit-sealed";
  static final String CHAIN = "audit-chain";

  private final Duration patience;
  private final Duration memory;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  /**
   * @param memory how long a sealed exchange is remembered, so that repeated records of it are
   *     recognised
   */
  public AuditSealing(
      Duration patience, Duration memory, Events events, EventHeaders headers, Counters counters) {
    this.patience = patience;
    this.memory = memory;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the sub-topology to prompts and frames by request. */
  public void addTo(KStream<String, ExchangeEvent> exchanges) {
    KStream<String, SpecificRecordBase> sealed = sealed(exchanges);
    events.write(
        sealed
            .filter((_, value) -> value instanceof AuditEntry, Events.named("audit-entries"))
            .mapValues(AuditEntry.class::cast, Events.named("as-audit-entries")),
        Topic.AUDIT,
        "audit");
    events.write(
        sealed
            .filter((_, value) -> value instanceof AlertSource, Events.named("audit-gaps"))
            .mapValues(AlertSource.class::cast, Events.named("as-audit-gaps")),
        Topic.SIGHTINGS,
        "audit-gaps");
  }

  private KStream<String, SpecificRecordBase> sealed(KStream<String, ExchangeEvent> exchanges) {
    return exchanges.process(
        Step.<String, ExchangeEvent, String, SpecificRecordBase>supplier(
            Set.of(
                StepStores.keyed(UNSEALED, StoreSerdes.of(UnsealedExchange.class)),
                StepStores.keyed(FRAMES, Serdes.ByteArray()),
                StepStores.keyed(CHAIN, StoreSerdes.of(ChainHead.class)),
                SeenIds.builder(SEALED, memory)),
            context ->
                new SealExchanges(
                    context,
                    ChainWriter.ofExchanges(context, headers),
                    headers,
                    SeenIds.of(context, SEALED, memory),
                    patience,
                    memory,
                    counters)),
        Events.named("seal-exchanges"));
  }
}
