package dev.weir.processors.view;

import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.view.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force: the highest version that can be read. A document that cannot be read is
 * ignored whole, and the policy before it stays.
 */
final class PolicyView implements View<PolicyEntry>, PolicySource {

  private final SecondLook look;
  private volatile GoverningPolicy current = GoverningPolicy.NONE;

  PolicyView(SecondLook look) {
    this.look = look;
  }

  @Override
  public GoverningPolicy atLeast(long version) {
    return look.find(
            "policy " + version,
            () -> Optional.of(current).filter(policy -> policy.version() >= version))
        .orElse(current);
  }

  @Override
  public void replay(String key, @Nullable PolicyEntry entry) {
    if (entry != null && entry.getEntry() instanceof PolicyDocument document) {
      PolicySnapshot.newerThan(current.version(), document)
          .ifPresent(next -> current = new GoverningPolicy(next.version(), next.policy()));
    }
  }
}
