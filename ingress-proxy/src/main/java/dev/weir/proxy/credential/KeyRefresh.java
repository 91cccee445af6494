package dev.weir.proxy.credential;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one key as it is at its source, until it is closed: the one thread that loads it. */
final class KeyRefresh implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(KeyRefresh.class);

  /** Between two looks, however many calls ask for one. */
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  private static final Duration PAUSE_AFTER_FAILURE_MAX = Duration.ofMinutes(1);

  private final String provider;
  private final ProviderKey key;
  private final CredentialLoader loader;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread;
  private final Thread limit;
  private String lastReason = "";
  private int failures;

  private KeyRefresh(String provider, ProviderKey key, CredentialLoader loader) {
    this.provider = provider;
    this.key = key;
    this.loader = loader;
    this.limit =
        Thread.ofVirtual().name("weir-credential-limit-" + provider).unstarted(this::giveUp);
    this.thread = Thread.ofVirtual().name("weir-credential-" + provider).unstarted(this::run);
  }

  static KeyRefresh start(String provider, ProviderKey key, CredentialLoader loader) {
    var refresh = new KeyRefresh(provider, key, loader);
    key.onRefused(refresh::soon);
    refresh.thread.start();
    refresh.limit.start();
    return refresh;
  }

  /** Asks for a look before it is due; never waits. */
  private void soon() {
    if (asked.availablePermits() == 0) {
      asked.release();
    }
  }

  private void run() {
    try {
      boolean refused = false;
      while (true) {
        Duration next = look(refused);
        TimeUnit.NANOSECONDS.sleep(PAUSE_MIN.toNanos());
        refused = asked.tryAcquire(next.minus(PAUSE_MIN).toNanos(), TimeUnit.NANOSECONDS);
        asked.drainPermits();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Callers do not wait for a first reading that does not end. */
  private void giveUp() {
    try {
      Thread.sleep(ProviderKeys.KNOWN_WITHIN);
      key.isKnown();
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Loads once; the answer is when to look again. */
  private Duration look(boolean refused) throws InterruptedException {
    try {
      Loaded loaded = loader.load(refused);
      boolean first = !key.isUsable();
      if (key.becomes(loaded) && !first) {
        LOGGER.atInfo().addKeyValue("provider", provider).log("a credential has changed");
      } else if (failures > 0) {
        LOGGER.atInfo().addKeyValue("provider", provider).log("a credential can be read again");
      }
      failures = 0;
      lastReason = "";
      return loaded.lookAgainAfter();
    } catch (UnreadableSecretException e) {
      note(String.valueOf(e.getMessage()), "UnreadableSecretException");
    } catch (RuntimeException e) {
      // Without the message, which is not ours and might quote a value.
      note("a defect", e.getClass().getSimpleName());
    }
    key.couldNotBeRead();
    long seconds = 1L << Math.min(failures++, 6);
    Duration pause = Duration.ofSeconds(seconds);
    return pause.compareTo(PAUSE_AFTER_FAILURE_MAX) > 0 ? PAUSE_AFTER_FAILURE_MAX : pause;
  }

  /** Once for a reason, and not once for each look. */
  private void note(String reason, String failure) {
    if (reason.equals(lastReason)) {
      return;
    }
    lastReason = reason;
    var event = key.isUsable() ? LOGGER.atWarn() : LOGGER.atError();
    event
        .addKeyValue("provider", provider)
        .addKeyValue("failure", failure)
        .addKeyValue("reason", reason)
        .log(
            key.isUsable()
                ? "a credential cannot be read; the one read before stays in use"
                : "a provider's credential cannot be read; its models cannot be used");
  }

  @Override
  public void close() {
    thread.interrupt();
    limit.interrupt();
    key.isKnown();
  }
}
