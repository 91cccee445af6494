package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.credential.ProviderKey;
import dev.weir.proxy.credential.ProviderKeys;
import java.time.InstantSource;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Which of a provider's keys a call's attempts use, and what the provider said to them. */
final class KeyTurn {

  private final InstantSource clock;

  /** Bits of the keys that attempts at the present route have used. */
  private long tried;

  private volatile @Nullable ProviderKey current;

  KeyTurn(InstantSource clock) {
    this.clock = clock;
  }

  /** Null where none is there, or none that is worth another attempt. */
  @Nullable ProviderKey next(ProviderKeys keys) {
    return keys.next(tried);
  }

  void take(ProviderKeys keys, ProviderKey key) {
    current = key;
    tried |= keys.bit(key);
  }

  /** Whether no key of the present route was tried yet. */
  boolean isFirst() {
    return tried == 0;
  }

  void nextRoute() {
    tried = 0;
  }

  void answered(int status, HttpFields headers) {
    ProviderKey used = current;
    if (used == null) {
      return;
    }
    switch (status) {
      case 401, 403 -> used.refused();
      case 429 ->
          RetryAfter.of(headers, clock.instant()).ifPresentOrElse(used::limited, used::limited);
      default -> {}
    }
  }

  boolean hasAnother(ProviderKeys keys) {
    return keys.hasAnother(tried);
  }

  /** Whether an attempt that failed so may succeed with another key of the same provider. */
  boolean mayHelp(Refusal refusal, ProviderKeys keys) {
    ProviderKey used = current;
    if (used != null && refusal instanceof Refusal.UpstreamCredential) {
      // The provider may have said so in the middle of its answer.
      used.refused();
    }
    return isAboutKey(refusal) && hasAnother(keys);
  }

  private static boolean isAboutKey(Refusal refusal) {
    return refusal instanceof Refusal.UpstreamCredential
        || (refusal instanceof Refusal.UpstreamFailed(_, int status, _) && status == 429);
  }
}
