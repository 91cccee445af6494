package dev.weir.processors.audit;

import dev.weir.processors.event.Events;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.ChainHead;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: what did operators order and close, in a form that shows any later change? Orders and
 * closings are in topics of one partition, so that one chain, apart from those of the exchanges,
 * holds all. It shares no store with them: two sub-topologies that name the same store would both
 * restore it, and neither would ever end.
 */
public final class ControlSealing {

  static final String NAME = "control";
  static final String CHAIN = "audit-control-chain";
  static final String CLOSED = "audit-closed-statements";

  private final Events events;
  private final EventHeaders headers;

  public ControlSealing(Events events, EventHeaders headers) {
    this.events = events;
    this.headers = headers;
  }

  /** Adds the sub-topology that reads closings beside {@code ordered}. */
  public void addTo(StreamsBuilder builder, KStream<String, Recorded<ControlOrder>> ordered) {
    KStream<String, ControlAct> orders =
        ordered.mapValues(ControlSealing::order, Events.named("orders"));
    KStream<String, ControlAct> closings =
        events
            .<StatementClosing>streamRecorded(builder, Topic.STATEMENTS)
            .mapValues(ControlSealing::closing, Events.named("closings"));
    events.write(
        orders
            .merge(closings, Events.named("control-acts"))
            .process(
                Step.<String, ControlAct, String, AuditEntry>supplier(
                    Set.of(
                        StepStores.keyed(CHAIN, StoreSerdes.of(ChainHead.class)),
                        StepStores.keyed(CLOSED, Serdes.String())),
                    context -> new SealControl(context, ChainWriter.ofControl(context, headers))),
                Events.named("seal-control")),
        Topic.AUDIT,
        "control");
  }

  private static ControlAct order(Recorded<ControlOrder> recorded) {
    return recorded == null ? new ControlAct.TakenBack() : new ControlAct.Ordered(recorded);
  }

  private static ControlAct closing(Recorded<StatementClosing> recorded) {
    return recorded == null ? new ControlAct.Forgotten() : new ControlAct.Closed(recorded);
  }
}
