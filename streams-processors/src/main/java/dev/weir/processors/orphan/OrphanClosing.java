package dev.weir.processors.orphan;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.progress.Reading;
import dev.weir.processors.store.OpenExchange;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.UsageMark;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.ExchangeProgress;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Answers: which exchanges fell silent without an end? Writes the end and the usage that are
 * missing, so that every prompt is closed and charged, whatever became of its proxy. What it writes
 * comes back through the topics like any other record.
 */
public final class OrphanClosing {

  static final String OPEN = "open-exchanges";

  private static final String USAGE_BY_REQUEST = "usage-by-request";

  /** As long as prompts are kept. */
  private static final Duration PROMPTS_READ = Duration.ofDays(3);

  private static final Duration BEFORE_PROMPTS_MIN = Duration.ofHours(1);

  private final Duration orphanAfter;
  private final PolicySource policies;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;
  private final Supplier<Reading> reading;

  /**
   * @param orphanAfter how long an exchange may be silent
   * @param reading how far this application has read prompts, frames and usage
   */
  public OrphanClosing(
      Duration orphanAfter,
      PolicySource policies,
      Events events,
      EventHeaders headers,
      Counters counters,
      Supplier<Reading> reading) {
    this.orphanAfter = orphanAfter;
    this.policies = policies;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
    this.reading = reading;
  }

  /** What is read for it, in stages, by the application of this id. */
  public static List<Set<String>> read(String application, Events events) {
    return List.of(
        Set.of(
            events.topic(Topic.PROMPTS),
            events.topic(Topic.RESPONSE_CHUNKS),
            events.topic(Topic.TOKEN_COUNTS)),
        Set.of(Events.repartitioned(application, USAGE_BY_REQUEST)));
  }

  /**
   * When an application begins to read each topic that has read nothing yet. Prompts are kept for
   * days and usage for weeks: usage of prompts that are gone is of no use. A prompt's frames and
   * usage may stand in the log before the prompt does, so these are read from earlier on: for as
   * long as one waits here for its prompt, and an hour at least.
   */
  public static Map<String, Instant> beginnings(Events events, Duration orphanAfter, Instant now) {
    Instant prompts = now.minus(PROMPTS_READ);
    Duration wait = orphanAfter.multipliedBy(CloseOrphans.STRAY_FACTOR);
    Instant others =
        prompts.minus(wait.compareTo(BEFORE_PROMPTS_MIN) > 0 ? wait : BEFORE_PROMPTS_MIN);
    return Map.of(
        events.topic(Topic.PROMPTS), prompts,
        events.topic(Topic.RESPONSE_CHUNKS), others,
        events.topic(Topic.TOKEN_COUNTS), others);
  }

  /**
   * Adds the topology. Of prompts none may come twice: an exchange that was closed would be open
   * again. Frames and usage may.
   */
  public void addTo(
      KStream<String, Prompt> prompts,
      KStream<String, ResponseFrame> frames,
      KStream<String, Usage> usage) {
    KStream<String, SpecificRecordBase> closings =
        signs(prompts, frames)
            .merge(byRequest(usage), Events.named("exchanges-with-usage"))
            .process(
                Step.<String, Sign, String, SpecificRecordBase>supplier(
                    Set.of(StepStores.keyed(OPEN, StoreSerdes.of(OpenExchange.class))),
                    context ->
                        new CloseOrphans(
                            context,
                            orphanAfter,
                            new Closing(policies),
                            headers,
                            counters,
                            reading)),
                Events.named("close-orphans"));
    events.write(only(closings, Usage.class, "orphan-usage"), Topic.TOKEN_COUNTS, "orphans");
    events.write(
        only(closings, ResponseFrame.class, "orphan-ends"), Topic.RESPONSE_CHUNKS, "orphans");
    events.write(
        only(closings, ExchangeProgress.class, "exchange-progress"),
        Topic.EXCHANGE_PROGRESS,
        "orphans");
  }

  private static KStream<String, Sign> signs(
      KStream<String, Prompt> prompts, KStream<String, ResponseFrame> frames) {
    KStream<String, Sign> asked = prompts.mapValues(Sign.Asked::new, Events.named("asked"));
    KStream<String, Sign> answered = frames.mapValues(Sign.Answered::new, Events.named("answered"));
    return asked.merge(answered, Events.named("exchanges"));
  }

  private static KStream<String, Sign> byRequest(KStream<String, Usage> usage) {
    return usage
        .selectKey((team, event) -> event.getRequestId(), Events.named("usage-request"))
        .mapValues(
            event -> new UsageMark(event.getAttempt(), event.getFinalAttempt()),
            Events.named("usage-mark"))
        .repartition(
            Repartitioned.<String, UsageMark>as(USAGE_BY_REQUEST)
                .withKeySerde(Serdes.String())
                .withValueSerde(StoreSerdes.of(UsageMark.class)))
        .mapValues(
            mark -> new Sign.Charged(mark.getAttempt(), mark.getFinalAttempt()),
            Events.named("usage-charged"));
  }

  private static <T extends SpecificRecordBase> KStream<String, T> only(
      KStream<String, SpecificRecordBase> closings, Class<T> type, String name) {
    return closings
        .filter((key, closing) -> type.isInstance(closing), Events.named(name))
        .mapValues(type::cast, Events.named(name + "-typed"));
  }
}
