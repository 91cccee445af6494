package dev.weir.processors.quota;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.TeamProgress;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: what has each team spent of each limit, and which usage is in that number?
 *
 * <p>Every usage record gives the new state of each limit that it counts for, at once: the proxies
 * read it uncommitted, since it can only tighten. Windows are those of event time; an ended one is
 * kept for an hour for late usage, then its state is deleted here and, with a tombstone, for
 * everybody.
 */
public final class QuotaFeedback {

  static final String SPENT = "quota-spent";
  static final String PROGRESS = "quota-progress";

  private final PolicySource policies;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  public QuotaFeedback(
      PolicySource policies, Events events, EventHeaders headers, Counters counters) {
    this.policies = policies;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the sub-topology to usage by team, without repetitions. */
  public void addTo(KStream<String, Usage> usage) {
    KStream<String, QuotaState> states =
        usage.process(
            Step.<String, Usage, String, QuotaState>supplier(
                Set.of(
                    StepStores.keyed(SPENT, events.<QuotaState>serde(Topic.QUOTA_STATE)),
                    StepStores.keyed(PROGRESS, StoreSerdes.of(TeamProgress.class))),
                context -> new CountSpending(context, policies, headers, counters)),
            Events.named("count-spending"));
    events.write(states, Topic.QUOTA_STATE, "quota");
  }
}
