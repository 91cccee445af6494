package dev.weir.processors.burn;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.Events;
import dev.weir.processors.event.Step;
import dev.weir.processors.event.StepStores;
import dev.weir.processors.event.UsageOfOrganisation;
import dev.weir.processors.store.BudgetState;
import dev.weir.processors.store.StoreSerdes;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.BurnReport;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;

/**
 * Answers: how fast is each budget spent, where will that end, and who should hear of it?
 *
 * <p>Usage is collected by the minute of event time and added to its accounts every quarter of a
 * minute, so that an account is written as often and not with each request. A minute that comes
 * late is added where it belongs.
 */
public final class BudgetWatching {

  static final String PENDING = "budget-pending";
  static final String ACCOUNTS = "budget-accounts";

  private final PolicySource policies;
  private final Events events;
  private final EventHeaders headers;
  private final Counters counters;

  public BudgetWatching(
      PolicySource policies, Events events, EventHeaders headers, Counters counters) {
    this.policies = policies;
    this.events = events;
    this.headers = headers;
    this.counters = counters;
  }

  /** Adds the sub-topology to usage by team, without repetitions. */
  public void addTo(KStream<String, Usage> usage) {
    KStream<String, SpecificRecordBase> told =
        UsageOfOrganisation.merged(usage, policies, events, "budgets")
            .process(
                Step.<String, Usage, String, SpecificRecordBase>supplier(
                    Set.of(
                        StepStores.keyed(PENDING, Serdes.Long()),
                        StepStores.keyed(ACCOUNTS, StoreSerdes.of(BudgetState.class))),
                    context -> new WatchBudgets(context, policies, headers, counters)),
                Events.named("watch-budgets"));
    KStream<String, AlertSource> alerts =
        told.filter((_, value) -> value instanceof AlertSource, Events.named("budget-alerts"))
            .mapValues(AlertSource.class::cast, Events.named("as-budget-alerts"));
    // A tombstone has no value and is a report's.
    KStream<String, BurnReport> reports =
        told.filterNot((_, value) -> value instanceof AlertSource, Events.named("burn-reports"))
            .mapValues(BurnReport.class::cast, Events.named("as-burn-reports"));
    events.write(alerts, Topic.SIGHTINGS, "budgets");
    events.write(reports, Topic.BURN, "budgets");
  }
}
