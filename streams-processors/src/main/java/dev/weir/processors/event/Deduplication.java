package dev.weir.processors.event;

import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Lets each event of a stream through once, by its id. */
public final class Deduplication {

  private final Duration memory;
  private final Consumer<Topic> repeated;

  /**
   * @param memory how long an id is remembered
   */
  public Deduplication(Duration memory, Counters counters) {
    this(memory, counters::duplicate);
  }

  /** {@code repeated} is told of each repetition. */
  public Deduplication(Duration memory, Consumer<Topic> repeated) {
    this.memory = memory;
    this.repeated = repeated;
  }

  /** The stream of the topic's events without repetitions. */
  public <V> KStream<String, V> apply(
      KStream<String, V> events, Topic topic, Function<V, String> eventId) {
    String store = topic.in("") + "-seen";
    return events.process(
        Step.<String, V, String, V>supplier(
            Set.of(SeenIds.builder(store, memory)),
            context -> new Once<>(context, SeenIds.of(context, store, memory), topic, eventId)),
        Events.named(topic.in("") + "-once"));
  }

  private final class Once<V> implements Step<String, V> {

    private final ProcessorContext<String, V> context;
    private final SeenIds seen;
    private final Topic topic;
    private final Function<V, String> eventId;

    Once(
        ProcessorContext<String, V> context,
        SeenIds seen,
        Topic topic,
        Function<V, String> eventId) {
      this.context = context;
      this.seen = seen;
      this.topic = topic;
      this.eventId = eventId;
    }

    @Override
    public void process(Record<String, V> record) {
      String id = eventId.apply(record.value());
      if (seen.contains(id)) {
        repeated.accept(topic);
        return;
      }
      seen.add(id);
      context.forward(record);
    }
  }
}
