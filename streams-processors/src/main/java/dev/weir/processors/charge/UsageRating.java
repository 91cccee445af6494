package dev.weir.processors.charge;

import dev.weir.governance.pricing.PriceBook;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Answers: what does each usage record cost, at the prices of its time? */
public final class UsageRating {

  private final Rater rater;
  private final PolicySource policies;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  public UsageRating(
      PriceBook prices,
      PolicySource policies,
      Events events,
      EventHeaders headers,
      Counters counters) {
    this.rater = new Rater(prices);
    this.policies = policies;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the sub-topology to usage without repetitions; gives the rated usage. */
  public KStream<String, RatedUsage> addTo(KStream<String, Usage> usage) {
    KStream<String, RatedUsage> rated =
        usage.process(
            Step.<String, Usage, String, RatedUsage>supplier(
                Set.of(), context -> record -> rate(context, record)),
            Events.named("rate-usage"));
    events.write(rated, Topic.RATED_USAGE, "rating");
    return rated;
  }

  private void rate(ProcessorContext<String, RatedUsage> context, Record<String, Usage> record) {
    Usage usage = record.value();
    RatedUsage rated = rater.rate(usage, policies.atLeast(usage.getPolicyVersion()));
    long unpriced =
        rated.getItems().stream()
            .filter(item -> item.getCost() == null)
            .mapToLong(item -> item.getTokens())
            .sum();
    if (unpriced > 0) {
      counters.unpricedTokens(unpriced);
    }
    context.forward(
        record
            .withValue(rated)
            .withHeaders(headers.of(Topic.RATED_USAGE, rated.getEventId(), rated.getUsedAt())));
  }
}
