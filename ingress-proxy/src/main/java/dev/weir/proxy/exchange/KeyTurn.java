package dev.weir.proxy.exchange;

import dev.weir.dialects.blame.Blame;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.credential.Authorization;
import dev.weir.proxy.credential.ProviderKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Which of a provider's keys a call's attempts use, and what the provider said to them. */
final class KeyTurn {

  private record Use(ProviderKey key, Authorization authorization, String model) {}

  private final InstantSource clock;
  private final boolean blames;

  /** Bits of the keys that attempts at the present route have used. */
  private long tried;

  private volatile @Nullable Use current;

  /** The status of the last answer, and what it said of the key. */
  private volatile int status;

  private volatile Blame blame = Blame.NOTHING;

  /** {@code blames}: whether what is forbidden is so because of the key. */
  KeyTurn(InstantSource clock, boolean blames) {
    this.blames = blames;
    this.clock = clock;
  }

  /** Null where none is there, or none that is worth another attempt. */
  @Nullable ProviderKey next(Route route) {
    return route.keys().next(tried, model(route));
  }

  private static String model(Route route) {
    return route.model().upstreamModel();
  }

  /** What puts the key on the attempt that is about to be made. */
  Authorization take(Route route, ProviderKey key) {
    Authorization used = key.authorization();
    current = new Use(key, used, model(route));
    tried |= route.keys().bit(key);
    return used;
  }

  /** Whether no key of the present route was tried yet. */
  boolean isFirst() {
    return tried == 0;
  }

  void nextRoute() {
    tried = 0;
  }

  /**
   * Whether more than its status is to be known of an error: which key is asked next hangs on it.
   */
  boolean wantsToRead(int answered, Route route) {
    return blames
        && route.keys().areSeveral()
        && (answered == 403 || answered == 404 || answered == 429);
  }

  /** {@code error}: as much of the body as was read; empty for none. */
  void answered(int answered, HttpFields headers, byte[] error) {
    Use use = current;
    if (use == null) {
      return;
    }
    status = answered;
    blame = answered == 403 && !blames ? Blame.NOTHING : Blame.of(answered, error, use.model());
    if (answered == 429) {
      limited(use, RetryAfter.of(headers, clock.instant()));
    } else {
      refused(use);
    }
  }

  private void refused(Use use) {
    switch (blame) {
      case KEY -> use.key().refused(use.authorization());
      case MODEL -> use.key().refused(use.authorization(), use.model());
      case NOTHING -> {}
    }
  }

  private void limited(Use use, Optional<Duration> wait) {
    if (blame == Blame.KEY) {
      wait.ifPresentOrElse(
          it -> use.key().limited(use.authorization(), it),
          () -> use.key().limited(use.authorization()));
    } else {
      wait.ifPresentOrElse(
          it -> use.key().limited(use.authorization(), use.model(), it),
          () -> use.key().limited(use.authorization(), use.model()));
    }
  }

  /** Whether after an answer with this status another key is worth an attempt of its own. */
  boolean hasAnotherAfter(int answered, Route route) {
    boolean about = answered == 429 || (answered == 404 && blame == Blame.MODEL);
    return about && hasAnother(route);
  }

  private boolean hasAnother(Route route) {
    return route.keys().hasAnother(tried, model(route));
  }

  /** Whether an attempt that failed so may succeed with another key of the same provider. */
  boolean mayHelp(Refusal refusal, Route route) {
    Use use = current;
    if (use != null && refusal instanceof Refusal.UpstreamCredential && status < 400) {
      // The provider has said so in the middle of its answer.
      use.key().refused(use.authorization());
    }
    return isAboutKey(refusal) && hasAnother(route);
  }

  private boolean isAboutKey(Refusal refusal) {
    return switch (refusal) {
      case Refusal.UpstreamCredential _ -> true;
      case Refusal.UpstreamFailed(_, int failed, _) ->
          failed == 429 || (failed == 404 && blame == Blame.MODEL);
      default -> false;
    };
  }
}
