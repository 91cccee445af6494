package dev.weir.processors.event;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Subject;
import dev.weir.schemas.event.Usage;
import java.util.Optional;

/** Whose request it was, as limits ask. */
public final class UsageSubject {

  private UsageSubject() {}

  /** Of one usage record. */
  public static Subject of(Usage usage) {
    return new Subject(
        new TeamId(usage.getTeam()),
        Optional.ofNullable(usage.getProject()),
        Optional.ofNullable(usage.getUser()),
        usage.getKeyId(),
        usage.getRequestedModel(),
        Optional.ofNullable(usage.getAgentRun()));
  }
}
