package dev.weir.processors.view;

import dev.weir.governance.policy.PolicyInForce;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.view.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force: the highest version that can be read. A document that cannot be read is
 * ignored whole, and the policy before it stays.
 */
final class PolicyView implements View<PolicyEntry>, PolicySource {

  private static final Logger LOGGER = LoggerFactory.getLogger(PolicyView.class);

  private final SecondLook look;

  /** Of the reading thread alone. */
  private PolicyInForce inForce = PolicyInForce.NONE;

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
    if (entry == null) {
      replace(inForce.withdrawn(key));
    } else if (entry.getEntry() instanceof PolicyDocument document) {
      replace(inForce.after(key, document));
    }
  }

  @Override
  public void leftOut(String key) {
    replace(inForce.unreadable(key));
  }

  private void replace(PolicyInForce next) {
    if (next.newestSeen() == inForce.newestSeen()) {
      return;
    }
    inForce = next;
    next.warning()
        .ifPresentOrElse(
            warning -> LOGGER.atError().log(warning),
            () ->
                next.snapshot()
                    .ifPresent(it -> current = new GoverningPolicy(it.version(), it.policy())));
  }
}
