package dev.weir.processors.quota;

import dev.weir.governance.escrow.ClosedStarts;
import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.event.UsageOfOrganisation;
import dev.weir.processors.store.EscrowBook;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.store.TeamProgress;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.QuotaGrant;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: what has each team, and the organisation, spent of each limit, and what may each proxy
 * still spend?
 *
 * <p>Every usage record gives the new state of each limit that it counts for, at once: the proxies
 * read it uncommitted, since it can only tighten. Demands of proxies are answered with grants,
 * which proxies read committed. Windows are those of event time; an ended one is kept for an hour
 * for late usage, then its state is deleted here and, with a tombstone, for everybody.
 */
public final class QuotaFeedback {

  static final String SPENT = "quota-spent";
  static final String PROGRESS = "quota-progress";
  static final String ESCROW = "quota-escrow";

  private static final String USAGE = "usage";

  private final PolicySource policies;
  private final EscrowTerms terms;
  private final ClosedStarts closed;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  /**
   * @param closed what dead proxies held is given again when it says that nothing of it is to come
   */
  public QuotaFeedback(
      PolicySource policies,
      EscrowTerms terms,
      ClosedStarts closed,
      Events events,
      EventHeaders headers,
      Counters counters) {
    this.policies = policies;
    this.terms = terms;
    this.closed = closed;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** What usage is read from, in stages, by the application of this id. */
  public static List<Set<String>> readUsage(String application, Events events) {
    return List.of(
        Set.of(events.topic(Topic.TOKEN_COUNTS)),
        Set.of(Events.repartitioned(application, UsageOfOrganisation.repartition(USAGE))));
  }

  /** Adds the sub-topology to usage by team, without repetitions, and demands by owner. */
  public void addTo(KStream<String, Usage> usage, KStream<String, QuotaDemand> demands) {
    KStream<String, Usage> byOwner = UsageOfOrganisation.merged(usage, policies, events, USAGE);
    KStream<String, QuotaState> states =
        byOwner.process(
            Step.<String, Usage, String, QuotaState>supplier(
                Set.of(
                    StepStores.keyed(SPENT, events.<QuotaState>serde(Topic.QUOTA_STATE)),
                    StepStores.keyed(PROGRESS, StoreSerdes.of(TeamProgress.class))),
                context -> new CountSpending(context, policies, headers, counters)),
            Events.named("count-spending"));
    events.write(states, Topic.QUOTA_STATE, "quota");
    var meters = new EscrowMeters(counters.registry());
    KStream<String, QuotaGrant> grants =
        byOwner
            .<QuotaEvent>mapValues(QuotaEvent.Spent::new, Events.named("usage-of-credit"))
            .merge(
                demands.mapValues(QuotaEvent.Demanded::new, Events.named("demand-of-credit")),
                Events.named("credit-events"))
            .process(
                Step.<String, QuotaEvent, String, QuotaGrant>supplier(
                    Set.of(StepStores.keyed(ESCROW, StoreSerdes.of(EscrowBook.class))),
                    context -> new GrantCredit(context, policies, terms, closed, headers, meters)),
                Events.named("grant-credit"));
    events.write(grants, Topic.QUOTA_GRANTS, "grants");
  }
}
