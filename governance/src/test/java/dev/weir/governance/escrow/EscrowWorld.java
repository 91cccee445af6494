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
import org.jspecify.annotations.Nullable;

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

  private static final int CLOSED_WITHIN_MILLIS = 20_000;

  private static final int STEP_MILLIS = 10;
  private static final int SLICE = 50;

  private final Random random;
  private final long max;
  private final Optional<Refill> refill;
  private final CreditKind kind;
  private final double fault;
  private final int load;
  private final List<Proxy> proxies = new ArrayList<>();
  private final List<EscrowMessage> wire = new ArrayList<>();
  private EscrowState committed = EscrowState.NEW;
  private EscrowAccount grantor;
  private List<EscrowMessage> uncommittedIn = new ArrayList<>();
  private List<EscrowMessage> uncommittedOut = new ArrayList<>();
  private long now;
  private int epochs;

  /** Spent by exchanges that ended, wherever that is known. */
  private long spent;

  /** Reserved by exchanges that are in flight, or died with their proxy and are not closed yet. */
  private long inFlight;

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
      proxies.add(new Proxy("p" + i));
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
    for (Proxy proxy : proxies) {
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
    for (Proxy proxy : proxies) {
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
  private void faulty(List<EscrowMessage> where, EscrowMessage message) {
    if (random.nextDouble() >= fault) {
      where.add(message);
    }
    if (random.nextDouble() < fault) {
      where.add(message.at(later()));
    }
  }

  private long later() {
    return now + 1 + random.nextInt(random.nextDouble() < fault ? 2_000 : 20);
  }

  private final class Proxy {

    private final String id;
    private int epoch;
    private LocalCredit credit = new LocalCredit(TERMS, kind);
    private long number;
    private final List<Exchange> running = new ArrayList<>();
    private final List<Waiter> waiting = new ArrayList<>();

    /** Usage that is in the journal: it reaches the log while the proxy runs. */
    private final List<EscrowMessage.Used> journal = new ArrayList<>();

    /** What died with an earlier start: it is closed once all that it had is in the log. */
    private final List<EscrowMessage.Closed> orphans = new ArrayList<>();

    private final List<String> former = new ArrayList<>();
    private long downUntil;

    Proxy(String id) {
      this.id = id;
      this.epoch = ++epochs;
    }

    String holder() {
      return id + ":" + epoch;
    }

    private long nanos() {
      return now * 1_000_000;
    }

    void kill() {
      if (now < downUntil) {
        return;
      }
      String dead = holder();
      // Orphans are closed with what they have used; that becomes known some time later.
      for (Exchange exchange : running) {
        long used = random.nextLong(exchange.reserved + 1);
        if (largeAnswers > 0 && random.nextDouble() < largeAnswers) {
          used = exchange.reserved + 1 + random.nextInt(SLICE);
          beyond += used - exchange.reserved;
        }
        inFlight += used - exchange.reserved;
        orphans.add(new EscrowMessage.Closed(0, dead, used));
      }
      running.clear();
      unanswered += waiting.size();
      waiting.clear();
      downUntil = now + 200 + random.nextInt(3_000);
      former.add(dead);
      epoch = ++epochs;
      credit = new LocalCredit(TERMS, kind);
      number = 0;
    }

    void granted(CreditGrant grant) {
      if (now >= downUntil) {
        credit.granted(grant, nanos());
      }
    }

    void step(boolean busy) {
      if (now < downUntil) {
        return;
      }
      flushJournal();
      if (busy) {
        for (int i = random.nextInt(load + 1); i > 0; i--) {
          arrive();
        }
      }
      answerWaiting();
      progress();
      long smallest = waiting.stream().mapToLong(it -> it.amount).min().orElse(0);
      long sum = waiting.stream().mapToLong(it -> it.amount).sum();
      credit
          .demand(number + 1, smallest, sum, 0, nanos())
          .ifPresent(demand -> {
            number = demand.number();
            waiting.forEach(it -> it.number = it.number == 0 ? number : it.number);
            faulty(wire, new EscrowMessage.Demanded(later(), holder(), demand));
          });
    }

    /** What the processors see of it: once, at some time. */
    private void flushJournal() {
      long last = now;
      for (EscrowMessage.Used used : journal) {
        long at = later();
        last = Math.max(last, at);
        wire.add(new EscrowMessage.Used(at, used.holder(), used.amount()));
      }
      journal.clear();
      for (EscrowMessage.Closed orphan : orphans) {
        wire.add(orphan.at(now + 1 + random.nextInt(CLOSED_WITHIN_MILLIS)));
        spent += orphan.amount();
        inFlight -= orphan.amount();
      }
      orphans.clear();
      // Said again and again, as a proxy does with its demands.
      if (random.nextInt(20) == 0) {
        for (String dead : former) {
          wire.add(new EscrowMessage.Proven(last + 1, dead));
        }
      }
    }

    private void arrive() {
      long amount = 1L + random.nextInt(200);
      credit.noteAsked(amount, nanos());
      boolean isBehind = kind == CreditKind.RATE && !waiting.isEmpty();
      if (!isBehind && credit.reserve(amount, nanos())) {
        begin(amount);
      } else if (credit.isExhausted(amount, nanos())) {
        refuse();
      } else {
        waiting.add(new Waiter(amount, now));
      }
    }

    private void refuse() {
      refused++;
      if (max - exposure() > max / 100) {
        refusedWhileFree++;
      }
    }

    private void begin(long amount) {
      admitted++;
      credit.begun();
      inFlight += amount;
      Exchange exchange = new Exchange(amount, now + random.nextInt(2_000));
      if (hopes > 0 && random.nextDouble() < hopes) {
        exchange.hope = credit.hope(1L + random.nextInt(600), nanos()).orElse(null);
      }
      running.add(exchange);
    }

    private void answerWaiting() {
      for (Waiter waiter : List.copyOf(waiting)) {
        if (credit.reserve(waiter.amount, nanos())) {
          waiting.remove(waiter);
          begin(waiter.amount);
        } else if (waiter.number != 0 && credit.isRefused(waiter.number)) {
          waiting.remove(waiter);
          refuse();
        } else if (now - waiter.since > 4_000) {
          waiting.remove(waiter);
          unanswered++;
        }
      }
    }

    private void progress() {
      for (Exchange exchange : List.copyOf(running)) {
        if (now >= exchange.until) {
          finish(exchange);
        } else if (exchange.hope != null && random.nextInt(50) == 0) {
          confirm(exchange, random.nextDouble());
        } else if (random.nextInt(20) == 0) {
          credit.noteAsked(SLICE, nanos());
          if (credit.reserve(SLICE, nanos())) {
            exchange.reserved += SLICE;
            inFlight += SLICE;
          } else if (credit.isExhausted(SLICE, nanos())) {
            cut++;
            finish(exchange);
          }
        }
      }
    }

    /** So much of what was set aside is needed after all, if it is there. */
    private void confirm(Exchange exchange, double share) {
      Hope hope = exchange.hope;
      if (hope == null || !credit.isThere(hope, nanos())) {
        lost += hope == null ? 0 : 1;
        exchange.hope = null;
        return;
      }
      kept++;
      long more = (long) (hope.amount() * share);
      credit.confirm(hope, more);
      exchange.reserved += more;
      inFlight += more;
    }

    private void finish(Exchange exchange) {
      confirm(exchange, 1);
      running.remove(exchange);
      long used = random.nextLong(exchange.reserved + 1);
      if (largeAnswers > 0 && random.nextDouble() < largeAnswers) {
        used = exchange.reserved + 1 + random.nextInt(SLICE);
        beyond += used - exchange.reserved;
      }
      credit.ended(exchange.reserved, used);
      inFlight -= exchange.reserved;
      spent += used;
      journal.add(new EscrowMessage.Used(0, holder(), used));
    }
  }

  private static final class Waiter {
    private final long amount;
    private final long since;
    private long number;

    Waiter(long amount, long since) {
      this.amount = amount;
      this.since = since;
    }
  }

  private static final class Exchange {
    private long reserved;
    private final long until;
    private @Nullable Hope hope;

    Exchange(long reserved, long until) {
      this.reserved = reserved;
      this.until = until;
    }
  }
}
