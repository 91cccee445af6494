package dev.weir.processors.event;

import dev.weir.governance.quota.LimitScope;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Usage by its owners: that of each team, and all of it once more where the organisation has
 * limits.
 */
public final class UsageOfOrganisation {

  private UsageOfOrganisation() {}

  /**
   * Usage by team and, in one partition, that of the organisation.
   *
   * @param name what the steps are called by, and the repartition topic ({@code
   *     NAME-of-organisation}), which state outlives
   */
  public static KStream<String, Usage> merged(
      KStream<String, Usage> byTeam, PolicySource policies, Events events, String name) {
    KStream<String, Usage> ofOrganisation =
        byTeam
            .filter(
                (_, event) ->
                    !policies
                        .atLeast(event.getPolicyVersion())
                        .limits(LimitScope.ORGANISATION)
                        .isEmpty(),
                Events.named(name + "-under-common-limits"))
            .selectKey((_, _) -> LimitScope.ORGANISATION, Events.named(name + "-organisation"))
            .repartition(
                Repartitioned.<String, Usage>as(repartition(name))
                    .withKeySerde(Serdes.String())
                    .withValueSerde(events.serde(Topic.TOKEN_COUNTS)));
    return byTeam.merge(ofOrganisation, Events.named(name + "-by-owner"));
  }

  /** The name of the repartitioning. */
  public static String repartition(String name) {
    return name + "-of-organisation";
  }
}
