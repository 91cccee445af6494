package dev.weir.processors.alert;

import dev.weir.processors.event.Events;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.Step;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: what went wrong in which exchange? Guards that found something or did not look, what was
 * not recorded, providers that failed, keys that are no keys any more.
 */
public final class ExchangeSightings {

  private final Events events;
  private final EventHeaders headers;

  public ExchangeSightings(Events events, EventHeaders headers) {
    this.events = events;
    this.headers = headers;
  }

  /**
   * Adds what looks at each record by itself. A frame that a proxy has written twice counts twice.
   */
  public void addTo(
      StreamsBuilder builder,
      KStream<String, Recorded<Prompt>> prompts,
      KStream<String, Recorded<ResponseFrame>> frames,
      KStream<String, Usage> usage) {
    tell(prompts, () -> it -> GuardSightings.of(it.event()), "prompts");
    tell(frames, () -> it -> GuardSightings.of(it.event()), "frames");
    tell(usage, () -> UpstreamSightings::of, "usage");
    KStream<String, Admission> admissions = events.stream(builder, Topic.ADMISSIONS);
    tell(admissions, ExchangeSightings::ofAdmissions, "admissions");
  }

  private static Function<Admission, List<Sighting>> ofAdmissions() {
    KeySightings keys = new KeySightings();
    LimitSightings limits = new LimitSightings();
    return admission -> {
      List<Sighting> all = new ArrayList<>(keys.of(admission));
      all.addAll(limits.of(admission));
      return all;
    };
  }

  private <V> void tell(
      KStream<String, V> stream, Supplier<Function<V, List<Sighting>>> looks, String what) {
    events.write(
        stream.process(
            Step.<String, V, String, AlertSource>supplier(
                Set.of(),
                context -> {
                  Function<V, List<Sighting>> look = looks.get();
                  return record -> {
                    for (Sighting each : look.apply(record.value())) {
                      context.forward(
                          record
                              .withKey(each.getTeam())
                              .withValue(AlertSource.newBuilder().setSighting(each).build())
                              .withHeaders(
                                  headers.of(Topic.SIGHTINGS, each.getEventId(), each.getTime())));
                    }
                  };
                }),
            Events.named("look-at-" + what)),
        Topic.SIGHTINGS,
        what + "-looked-at");
  }
}
