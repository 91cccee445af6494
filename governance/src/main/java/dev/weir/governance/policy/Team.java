package dev.weir.governance.policy;

import dev.weir.governance.guard.GuardPlan;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Limit;
import java.util.List;
import java.util.Set;

/**
 * What one team may do.
 *
 * @param models the models that it may use; empty for all
 * @param passthrough the paths of providers' own APIs that it may call, with all below them, such
 *     as {@code /openai/v1/files}; empty for none
 * @param guards the organisation's and its own
 */
public record Team(
    TeamId id,
    RecordingMode recording,
    Set<String> models,
    List<Limit> limits,
    Set<String> passthrough,
    TranslationLoss translation,
    GuardPlan guards) {

  public Team {
    models = Set.copyOf(models);
    limits = List.copyOf(limits);
    passthrough = Set.copyOf(passthrough);
  }

  /**
   * A team that calls no provider's own API, has no guards and goes without what cannot be
   * translated.
   */
  public Team(TeamId id, RecordingMode recording, Set<String> models, List<Limit> limits) {
    this(id, recording, models, limits, Set.of(), TranslationLoss.DROP, GuardPlan.NONE);
  }

  /** {@code path} as callers write it, without a query, and normalised. */
  public boolean mayPass(String path) {
    return passthrough.stream().anyMatch(each -> NativeApi.isUnder(path, each));
  }

  public boolean mayUse(String model) {
    return models.isEmpty() || models.contains(model);
  }
}
