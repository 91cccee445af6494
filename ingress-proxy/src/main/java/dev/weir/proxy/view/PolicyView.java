package dev.weir.proxy.view;

import dev.weir.governance.policy.PolicyInForce;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.VirtualKey;
import dev.weir.schemas.view.View;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force and the virtual keys. The highest version wins, whole or not at all: one that
 * cannot be used is ignored, the one before stays, and {@link #warning} says so.
 */
public final class PolicyView implements View<PolicyEntry> {

  private static final Logger LOGGER = LoggerFactory.getLogger(PolicyView.class);
  private static final String KEY_PREFIX = "key/";

  private final Map<String, VirtualKey> keys = new ConcurrentHashMap<>();
  private final Consumer<PolicySnapshot> changed;
  private volatile PolicyInForce inForce = PolicyInForce.NONE;

  public PolicyView() {
    this(_ -> {});
  }

  /** {@code changed} hears of each version that governs from now on, and must not wait. */
  public PolicyView(Consumer<PolicySnapshot> changed) {
    this.changed = changed;
  }

  @Override
  public void replay(String key, @Nullable PolicyEntry entry) {
    switch (entry == null ? null : entry.getEntry()) {
      case null -> {
        if (key.startsWith(KEY_PREFIX)) {
          keys.remove(key.substring(KEY_PREFIX.length()));
        }
        replace(inForce.withdrawn(key));
      }
      case VirtualKey virtualKey -> keys.put(virtualKey.getKeyId(), virtualKey);
      case PolicyDocument document -> replace(inForce.after(key, document));
      default -> LOGGER.atError().log("an entry of the policy is of no known kind");
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
    if (next.version() != inForce.version()) {
      next.snapshot().ifPresent(changed);
    }
    inForce = next;
    next.warning()
        .ifPresentOrElse(
            warning -> LOGGER.atError().log(warning),
            () ->
                LOGGER
                    .atInfo()
                    .addKeyValue("policyVersion", next.version())
                    .log("policy in force"));
  }

  /** Nothing until a policy was published. */
  public Optional<PolicySnapshot> current() {
    return inForce.snapshot();
  }

  /** Why the newest version is not in force; nothing where it is. */
  public Optional<String> warning() {
    return inForce.warning();
  }

  /** The number of the newest version where it is not in force; 0 where it is. */
  public long refusedVersion() {
    return inForce.refused().map(PolicyInForce.Refused::version).orElse(0L);
  }

  public Optional<VirtualKey> key(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }
}
