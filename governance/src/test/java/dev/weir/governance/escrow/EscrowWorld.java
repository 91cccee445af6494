package dev.weir.governance.escrow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A grantor, proxies and a log between them, in a made-up time and from a seed: messages come late,
 * twice, in any order or not at all; proxies are killed and start anew; the grantor loses what it
 * has not committed. Usage alone is certain to come, once, as the processors see it: also that of
 * exchanges which died with their proxy, but nobody knows when.
 */
final class EscrowWorld {

  static final EscrowTerms TERMS =
      new EscrowTerms(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofHours(6));

  private static final int STEP_MILLIS = 10;

  final Random random;

  final long max;

  private final Optional<Refill> refill;

  final CreditKind kind;

  private final double fault;

  final int load;

  private final List<EscrowProxy> proxies = new ArrayList<>();

  final List<EscrowMessage> wire = new ArrayList<>();

  private EscrowState committed = EscrowState.NEW;

  private EscrowAccount grantor;

  private List<EscrowMessage> uncommittedIn = new ArrayList<>();

  private List<EscrowMessage> uncommittedOut = new ArrayList<>();

  long now;

  int epochs;

  /** Spent by exchanges that ended, wherever that is known. */
  long spent;

  /** Reserved by exchanges that are in flight, or died with their proxy and are not closed yet. */
  long inFlight;

  /** How many of the answers, of 1, are larger than what was reserved for them. */
  double largeAnswers;

  /** How many of the exchanges, of 1, set something aside that they may turn out to need. */
  double hopes;

  /** How many of these found it there at their end, and how many did not. */
  int kept;

  int lost;

  /** What answers had beyond their reservations. */
  long beyond;

  int admitted;

  int refused;

  int unanswered;

  int cut;

  int refusedWhileFree;

  long messages;

  EscrowWorld(long seed, long max, int proxyCount, double fault, int load) {
    this(seed, max, Optional.empty(), proxyCount, fault, load);
  }

  /** With a refill, {@code max} is a token bucket's size. */
  EscrowWorld(
      long seed, long max, Optional<Refill> refill, int proxyCount, double fault, int load) {
    this.random = new Random(seed);
    this.max = max;
    this.refill = refill;
    this.kind = refill.isPresent() ? CreditKind.RATE : CreditKind.BUDGET;
    this.fault = fault;
    this.load = load;
    this.grantor = account(committed);
    for (int i = 0; i < proxyCount; i++) {
      proxies.add(new EscrowProxy(this, "p" + i));
    }
  }

  private EscrowAccount account(EscrowState state) {
    return refill
        .map(it -> EscrowAccount.bucket(state, max, it, TERMS, this::isClosed))
        .orElseGet(() -> new EscrowAccount(state, max, CreditKind.BUDGET, TERMS, this::isClosed));
  }

  /** As the grantor is told: once it has committed all usage of the start. */
  private boolean isClosed(String start, long provenMillis) {
    return Stream.concat(wire.stream(), uncommittedIn.stream()).noneMatch(it -> isUsage(it, start))
        && proxies.stream()
            .flatMap(it -> Stream.concat(it.journal.stream(), it.orphans.stream()))
            .noneMatch(it -> isUsage(it, start));
  }

  private static boolean isUsage(EscrowMessage message, String start) {
    return switch (message) {
      case EscrowMessage.Used used -> used.holder().equals(start);
      case EscrowMessage.Closed closed -> closed.start().equals(start);
      default -> false;
    };
  }

  /** What the limit would be exceeded with if every exchange used all that it has reserved. */
  long exposure() {
    return spent + inFlight;
  }

  long spent() {
    return spent;
  }

  /**
   * What nobody can spend any more of all that was ever in a bucket: what was spent or is reserved,
   * what was given back and has not arrived, and all that dead proxies had.
   */
  long gone() {
    EscrowState state = grantor.state();
    long sum = state.elsewhere();
    Map<String, Holder> dead = new HashMap<>(state.holders());
    for (EscrowProxy proxy : proxies) {
      Holder holder = dead.get(proxy.holder());
      if (holder == null) {
        sum += proxy.credit.spent() + proxy.credit.held() + proxy.credit.returned();
      } else if (holder.isLive(now, TERMS)) {
        dead.remove(proxy.holder());
        long arrived = holder.said().returned();
        sum += proxy.credit.spent() + proxy.credit.held() + proxy.credit.returned() - arrived;
        sum += holder.revoked();
      }
    }
    for (Holder holder : dead.values()) {
      sum += holder.committed(CreditKind.RATE);
    }
    return sum;
  }

  /** As it is now. */
  EscrowAccount grantor() {
    EscrowAccount seen = account(grantor.state());
    seen.sweep(now);
    return seen;
  }

  /** Runs for so long; {@code busy}: whether callers come. */
  void run(Duration time, boolean busy, Runnable afterEachStep) {
    long end = now + time.toMillis();
    while (now < end) {
      now += STEP_MILLIS;
      step(busy);
      afterEachStep.run();
    }
  }

  private void step(boolean busy) {
    deliver();
    for (EscrowProxy proxy : proxies) {
      proxy.step(busy);
    }
    if (now % 100 == 0) {
      sweep();
      if (random.nextDouble() < fault / 4) {
        abort();
      } else {
        commit();
      }
    }
    if (busy && random.nextDouble() < fault / 20) {
      proxies.get(random.nextInt(proxies.size())).kill();
    }
  }

  /** As the processor does: what time alone will do again is forgotten. */
  private void sweep() {
    EscrowState before = grantor.state();
    grantor.sweep(now);
    publishGrants();
    if (grantor.state().hasOnlyFilled(before)) {
      grantor = account(before);
    }
  }

  private void commit() {
    committed = grantor.state();
    wire.addAll(uncommittedOut);
    uncommittedIn = new ArrayList<>();
    uncommittedOut = new ArrayList<>();
  }

  /** A grantor that dies: what it read comes again, what it wrote was never written. */
  private void abort() {
    grantor = account(committed);
    wire.addAll(uncommittedIn);
    uncommittedIn = new ArrayList<>();
    uncommittedOut = new ArrayList<>();
  }

  private void deliver() {
    List<EscrowMessage> due = wire.stream().filter(it -> it.at() <= now).toList();
    wire.removeAll(due);
    List<EscrowMessage> order = new ArrayList<>(due);
    Collections.shuffle(order, random);
    for (EscrowMessage message : order) {
      messages++;
      switch (message) {
        case EscrowMessage.Granted(long _, String holder, CreditGrant grant) ->
            proxies.stream()
                .filter(it -> it.holder().equals(holder))
                .forEach(it -> it.granted(grant));
        case EscrowMessage.Demanded(long _, String holder, CreditDemand demand) -> {
          uncommittedIn.add(message);
          grantor.demanded(holder, demand, now);
        }
        case EscrowMessage.Used(long _, String holder, long amount) -> {
          uncommittedIn.add(message);
          grantor.spent(holder, amount, now);
        }
        case EscrowMessage.Closed(long _, String start, long amount) -> {
          uncommittedIn.add(message);
          grantor.spent(start, amount, now);
        }
        case EscrowMessage.Proven(long _, String holder) -> {
          uncommittedIn.add(message);
          grantor.proven(holder, now);
        }
      }
    }
    publishGrants();
  }

  private void publishGrants() {
    grantor
        .changes()
        .forEach((holder, grant) ->
            grant.ifPresent(
                it -> faulty(uncommittedOut, new EscrowMessage.Granted(later(), holder, it))));
  }

  /** On its way; perhaps twice, perhaps never. */
  void faulty(List<EscrowMessage> where, EscrowMessage message) {
    if (random.nextDouble() >= fault) {
      where.add(message);
    }
    if (random.nextDouble() < fault) {
      where.add(message.at(later()));
    }
  }

  long later() {
    return now + 1 + random.nextInt(random.nextDouble() < fault ? 2_000 : 20);
  }
}
