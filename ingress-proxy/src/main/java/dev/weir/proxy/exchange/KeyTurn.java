package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.credential.Authorization;
import dev.weir.proxy.credential.ProviderKey;
import dev.weir.proxy.credential.ProviderKeys;
import java.time.InstantSource;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Which of a provider's keys a call's attempts use, and what the provider said to them. */
final class KeyTurn {

  private record Use(ProviderKey key, Authorization authorization) {}

  private final InstantSource clock;
  private final boolean blames;

  /** Bits of the keys that attempts at the present route have used. */
  private long tried;

  private volatile @Nullable Use current;

  /** Whether the last answer was a 403. */
  private volatile boolean forbidden;

  /** {@code blames}: whether what is forbidden is so because of the key. */
  KeyTurn(InstantSource clock, boolean blames) {
    this.blames = blames;
    this.clock = clock;
  }

  /** Null where none is there, or none that is worth another attempt. */
  @Nullable ProviderKey next(ProviderKeys keys) {
    return keys.next(tried);
  }

  /** What puts the key on the attempt that is about to be made. */
  Authorization take(ProviderKeys keys, ProviderKey key) {
    Authorization used = key.authorization();
    current = new Use(key, used);
    tried |= keys.bit(key);
    return used;
  }

  /** Whether no key of the present route was tried yet. */
  boolean isFirst() {
    return tried == 0;
  }

  void nextRoute() {
    tried = 0;
  }

  void answered(int status, HttpFields headers) {
    Use use = current;
    if (use == null) {
      return;
    }
    forbidden = status == 403;
    switch (status) {
      case 401 -> use.key().refused(use.authorization());
      case 403 -> {
        if (blames) {
          use.key().refused(use.authorization());
        }
      }
      case 429 ->
          RetryAfter.of(headers, clock.instant())
              .ifPresentOrElse(
                  wait -> use.key().limited(use.authorization(), wait),
                  () -> use.key().limited(use.authorization()));
      default -> {}
    }
  }

  boolean hasAnother(ProviderKeys keys) {
    return keys.hasAnother(tried);
  }

  /** Whether an attempt that failed so may succeed with another key of the same provider. */
  boolean mayHelp(Refusal refusal, ProviderKeys keys) {
    Use use = current;
    if (use != null && refusal instanceof Refusal.UpstreamCredential && (blames || !forbidden)) {
      // The provider may have said so in the middle of its answer.
      use.key().refused(use.authorization());
    }
    return isAboutKey(refusal) && hasAnother(keys);
  }

  private static boolean isAboutKey(Refusal refusal) {
    return refusal instanceof Refusal.UpstreamCredential
        || (refusal instanceof Refusal.UpstreamFailed(_, int status, _) && status == 429);
  }
}
