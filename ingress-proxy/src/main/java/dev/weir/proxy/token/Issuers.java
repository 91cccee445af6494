package dev.weir.proxy.token;

import dev.weir.governance.identity.TokenIssuer;
import dev.weir.governance.policy.PolicySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The keys of every issuer that the policy in force trusts. */
final class Issuers implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Supplier<Optional<PolicySnapshot>> policy;
  private final KeySource source;
  private final InstantSource clock;
  private final IssuerLimits limits;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("weir-issuer-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("weir-issuers").daemon().factory());
  private volatile Known known = new Known(0, Map.of());

  private record Known(long policyVersion, Map<KeyAddress, IssuerKeys> keys) {}

  Issuers(
      Supplier<Optional<PolicySnapshot>> policy,
      KeySource source,
      InstantSource clock,
      IssuerLimits limits) {
    this.policy = policy;
    this.source = source;
    this.clock = clock;
    this.limits = limits;
    var _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The keys of an issuer; nothing where it is of an older policy than the one in force. */
  Optional<IssuerKeys> keysOf(TokenIssuer issuer, PolicySnapshot under) {
    if (under.version() > known.policyVersion) {
      follow(under);
    }
    return Optional.ofNullable(known.keys.get(KeyAddress.of(issuer)));
  }

  /** An issuer that stays where it is keeps its keys from policy to policy. */
  private synchronized void follow(PolicySnapshot snapshot) {
    Known before = known;
    if (snapshot.version() <= before.policyVersion) {
      return;
    }
    Map<KeyAddress, IssuerKeys> next = new HashMap<>();
    for (TokenIssuer each : snapshot.policy().issuers().values()) {
      KeyAddress address = KeyAddress.of(each);
      IssuerKeys kept = before.keys.get(address);
      next.put(
          address, kept == null ? new IssuerKeys(address, source, threads, clock, limits) : kept);
    }
    known = new Known(snapshot.version(), Map.copyOf(next));
  }

  private void look() {
    policy.get().ifPresent(this::follow);
    Instant now = clock.instant();
    known.keys.values().forEach(keys -> keys.refresh(now));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
    source.close();
  }
}
