package dev.weir.proxy.token;

import dev.weir.governance.identity.TokenAlgorithm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one issuer's keys. They are asked for at once, every {@link
 * IssuerLimits#refresh}, and when a token names one that is not known, which is how a rotation is
 * taken up; they stay while the issuer is away, for {@link IssuerLimits#keep}.
 */
final class IssuerKeys {

  private static final Logger LOGGER = LoggerFactory.getLogger(IssuerKeys.class);

  /** How long a caller is sent away while an answer is on its way. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** The answer to "which key signed this?". */
  sealed interface Finding {

    record Found(SigningKey key, long generation) implements Finding {}

    /** The issuer was asked a short while ago, and publishes none that fits. */
    record None() implements Finding {}

    /** The issuer is being asked, or does not answer. */
    record NotYet(Duration retryAfter) implements Finding {}
  }

  /**
   * @param keys of the last good answer, which came at {@code answered}; null before the first one
   * @param generation counts the changes of {@code keys}
   * @param asked when the last question was over
   */
  private record State(
      @Nullable KeySet keys, long generation, Instant answered, Instant asked, boolean isAway) {

    boolean wasAsked() {
      return !asked.equals(Instant.MIN);
    }
  }

  private final KeyAddress address;
  private final KeySource source;
  private final Executor threads;
  private final InstantSource clock;
  private final IssuerLimits limits;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile State state = new State(null, 0, Instant.MIN, Instant.MIN, false);

  IssuerKeys(
      KeyAddress address,
      KeySource source,
      Executor threads,
      InstantSource clock,
      IssuerLimits limits) {
    this.address = address;
    this.source = source;
    this.threads = threads;
    this.clock = clock;
    this.limits = limits;
  }

  /** Waits for nothing; may have the issuer asked. */
  Finding find(@Nullable String keyId, TokenAlgorithm algorithm, Instant now) {
    State seen = state;
    KeySet known = usable(seen, now);
    if (known != null) {
      Optional<SigningKey> key = known.find(keyId, algorithm);
      if (key.isPresent()) {
        return new Finding.Found(key.get(), seen.generation);
      }
    }
    Instant again = seen.wasAsked() ? seen.asked.plus(limits.askAgain()) : now;
    if (!now.isBefore(again)) {
      ask();
    }
    if (asking.get()) {
      return new Finding.NotYet(SOON);
    }
    if (state.generation != seen.generation) {
      // The answer came in between.
      return find(keyId, algorithm, now);
    }
    return known == null || state.isAway
        ? new Finding.NotYet(longer(SOON, Duration.between(now, again)))
        : new Finding.None();
  }

  /** Another number means other keys; 0 where none count, or none any longer. */
  long generation(Instant now) {
    State seen = state;
    return usable(seen, now) == null ? 0 : seen.generation;
  }

  private @Nullable KeySet usable(State seen, Instant now) {
    return seen.keys != null && now.isBefore(seen.answered.plus(limits.keep())) ? seen.keys : null;
  }

  /** To be called often; has the issuer asked when it is time. */
  void refresh(Instant now) {
    State seen = state;
    Duration wait = seen.isAway ? limits.askAgain() : limits.refresh();
    if (!seen.wasAsked() || !now.isBefore(seen.asked.plus(wait))) {
      ask();
    }
  }

  private void ask() {
    if (asking.compareAndSet(false, true)) {
      try {
        threads.execute(this::question);
      } catch (RejectedExecutionException _) {
        // The proxy is closing.
        asking.set(false);
      }
    }
  }

  private void question() {
    try {
      take(source.ask(address));
    } catch (IOException e) {
      miss(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("issuer", address.issuer()).log("it broke");
      miss("a defect");
    } finally {
      asking.set(false);
    }
  }

  private void take(KeySet fresh) {
    State before = state;
    Instant now = clock.instant();
    // What was verified with the same keys need not be verified again.
    boolean same = fresh.equals(before.keys);
    state = new State(fresh, before.generation + (same ? 0 : 1), now, now, false);
    if (!same || before.isAway) {
      LOGGER
          .atInfo()
          .addKeyValue("issuer", address.issuer())
          .addKeyValue("keys", fresh.keys().size())
          .log("an issuer's keys are known");
    }
  }

  /** Says so once, not with each question. */
  private void miss(String reason) {
    State before = state;
    Instant now = clock.instant();
    KeySet kept = usable(before, now);
    state = new State(kept, before.generation, before.answered, now, true);
    if (kept == null && before.keys != null) {
      LOGGER
          .atError()
          .addKeyValue("issuer", address.issuer())
          .addKeyValue("reason", reason)
          .log("an issuer was away for too long: its tokens count no longer");
    } else if (!before.isAway) {
      LOGGER
          .atWarn()
          .addKeyValue("issuer", address.issuer())
          .addKeyValue("reason", reason)
          .log("an issuer's keys cannot be asked for; those that are known go on");
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
