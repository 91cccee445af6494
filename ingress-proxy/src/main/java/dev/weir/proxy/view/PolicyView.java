package dev.weir.proxy.view;

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
 * does not parse is ignored and the one before stays.
 */
public final class PolicyView implements View<PolicyEntry> {

  private static final Logger LOGGER = LoggerFactory.getLogger(PolicyView.class);
  private static final String KEY_PREFIX = "key/";

  private final Map<String, VirtualKey> keys = new ConcurrentHashMap<>();
  private final Consumer<PolicySnapshot> changed;
  private volatile @Nullable PolicySnapshot current;

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
      }
      case VirtualKey virtualKey -> keys.put(virtualKey.getKeyId(), virtualKey);
      case PolicyDocument document ->
          PolicySnapshot.newerThan(version(), document).ifPresent(this::replace);
      default -> LOGGER.atError().log("an entry of the policy is of no known kind");
    }
  }

  private void replace(PolicySnapshot next) {
    changed.accept(next);
    current = next;
    LOGGER.atInfo().addKeyValue("policyVersion", next.version()).log("policy in force");
  }

  /** 0 until a policy was published. */
  private long version() {
    PolicySnapshot now = current;
    return now == null ? 0 : now.version();
  }

  /** Nothing until a policy was published. */
  public Optional<PolicySnapshot> current() {
    return Optional.ofNullable(current);
  }

  public Optional<VirtualKey> key(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }
}
