package dev.weir.processors.alert;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.OpenAlert;
import dev.weir.processors.store.PendingAlert;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Answers: what should somebody look at, since when, and who is at it? It alone writes alerts:
 * whoever sees something writes it to {@code weir.sightings}, and what operators say comes there
 * from {@code weir.control}, so that one task knows all of a team.
 */
public final class AlertLives {

  static final String OPEN = "alerts-open";
  static final String PENDING = "alerts-pending";
  static final String MUTED = "alerts-muted";

  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  public AlertLives(Events events, EventHeaders headers, Counters counters) {
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the way of orders to the teams that they are for, and the sub-topology of the alerts. */
  public void addTo(StreamsBuilder builder, KStream<String, Recorded<ControlOrder>> orders) {
    events.write(
        orders
            .filter((_, order) -> isOfAlert(order), Events.named("alert-orders"))
            .process(
                Step.<String, Recorded<ControlOrder>, String, AlertSource>supplier(
                    Set.of(),
                    context -> record -> context.forward(source(record, record.value().event()))),
                Events.named("alert-orders-by-team")),
        Topic.SIGHTINGS,
        "alert-orders");
    KStream<String, AlertSource> sources = events.stream(builder, Topic.SIGHTINGS);
    events.write(
        sources.process(
            Step.<String, AlertSource, String, Alert>supplier(
                Set.of(
                    StepStores.keyed(OPEN, StoreSerdes.of(OpenAlert.class)),
                    StepStores.keyed(PENDING, StoreSerdes.of(PendingAlert.class)),
                    StepStores.keyed(MUTED, Serdes.String())),
                context ->
                    new LiveAlerts(
                        context,
                        new AlertCodec(events.topic(Topic.ALERTS), events.serde(Topic.ALERTS)),
                        headers,
                        counters)),
            Events.named("live-alerts")),
        Topic.ALERTS,
        "live-alerts");
  }

  private static boolean isOfAlert(Recorded<ControlOrder> order) {
    return order != null
        && order.event().getAction() == ControlAction.ALERT
        && order.event().getAlert() != null;
  }

  private Record<String, AlertSource> source(
      Record<String, Recorded<ControlOrder>> record, ControlOrder order) {
    return record
        .withKey(order.getAlert().getTeam())
        .withValue(AlertSource.newBuilder().setOrder(order).build())
        .withHeaders(
            headers.of(
                Topic.SIGHTINGS, record.key() + '/' + order.getOrderedAt(), order.getOrderedAt()));
  }
}
