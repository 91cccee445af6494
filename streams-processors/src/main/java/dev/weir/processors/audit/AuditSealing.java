package dev.weir.processors.audit;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.ExchangeEvent;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.SeenIds;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.ChainHead;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.UnsealedExchange;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Answers: what happened in each exchange, in a form that shows any later change? An exchange is
 * sealed once, as soon as its prompt and all its frames are there; where some are missing, {@code
 * patience} after its end with what is there. A closing of statements is sealed in the same chain:
 * that of partition 0, since all closings are in one partition.
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

  /** Adds the sub-topology to prompts and frames by request, and to closings. */
  public void addTo(
      KStream<String, ExchangeEvent> exchanges,
      KStream<String, Recorded<StatementClosing>> closings) {
    StoreBuilder<?> chain = StepStores.keyed(CHAIN, StoreSerdes.of(ChainHead.class));
    events.write(sealed(exchanges, chain), Topic.AUDIT, "audit");
    events.write(
        closings.process(
            Step.<String, Recorded<StatementClosing>, String, AuditEntry>supplier(
                Set.of(chain),
                context -> {
                  ChainWriter writer = new ChainWriter(context, headers);
                  return record -> {
                    if (record.value() != null) {
                      writer.append(record.value());
                    }
                  };
                }),
            Events.named("seal-closings")),
        Topic.AUDIT,
        "closings");
  }

  private KStream<String, AuditEntry> sealed(
      KStream<String, ExchangeEvent> exchanges, StoreBuilder<?> chain) {
    return exchanges.process(
        Step.<String, ExchangeEvent, String, AuditEntry>supplier(
            Set.of(
                StepStores.keyed(UNSEALED, StoreSerdes.of(UnsealedExchange.class)),
                StepStores.keyed(FRAMES, Serdes.ByteArray()),
                chain,
                SeenIds.builder(SEALED, memory)),
            context ->
                new SealExchanges(
                    context,
                    new ChainWriter(context, headers),
                    SeenIds.of(context, SEALED, memory),
                    patience,
                    memory,
                    counters)),
        Events.named("seal-exchanges"));
  }
}
