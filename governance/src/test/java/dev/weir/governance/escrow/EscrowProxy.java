package dev.weir.governance.escrow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy of an {@link EscrowWorld}: it spends what it holds, asks for more, and dies now and then.
 */
final class EscrowProxy {

  private static final int CLOSED_WITHIN_MILLIS = 20_000;
  private static final int SLICE = 50;

  private final EscrowWorld world;

  final String id;
  private int epoch;
  LocalCredit credit;
  private long number;
  private final List<Exchange> running = new ArrayList<>();
  private final List<Waiter> waiting = new ArrayList<>();

  /** Usage that is in the journal: it reaches the log while the proxy runs. */
  final List<EscrowMessage.Used> journal = new ArrayList<>();

  /** What died with an earlier start: it is closed once all that it had is in the log. */
  final List<EscrowMessage.Closed> orphans = new ArrayList<>();

  private final List<String> former = new ArrayList<>();
  private long downUntil;

  EscrowProxy(EscrowWorld world, String id) {
    this.world = world;
    this.id = id;
    this.credit = new LocalCredit(EscrowWorld.TERMS, world.kind);
    this.epoch = ++world.epochs;
  }

  String holder() {
    return id + ":" + epoch;
  }

  private long nanos() {
    return world.now * 1_000_000;
  }

  void kill() {
    if (world.now < downUntil) {
      return;
    }
    String dead = holder();
    // Orphans are closed with what they have used; that becomes known some time later.
    for (Exchange exchange : running) {
      long used = world.random.nextLong(exchange.reserved + 1);
      if (world.largeAnswers > 0 && world.random.nextDouble() < world.largeAnswers) {
        used = exchange.reserved + 1 + world.random.nextInt(SLICE);
        world.beyond += used - exchange.reserved;
      }
      world.inFlight += used - exchange.reserved;
      orphans.add(new EscrowMessage.Closed(0, dead, used));
    }
    running.clear();
    world.unanswered += waiting.size();
    waiting.clear();
    downUntil = world.now + 200 + world.random.nextInt(3_000);
    former.add(dead);
    epoch = ++world.epochs;
    credit = new LocalCredit(EscrowWorld.TERMS, world.kind);
    number = 0;
  }

  void granted(CreditGrant grant) {
    if (world.now >= downUntil) {
      credit.granted(grant, nanos());
    }
  }

  void step(boolean busy) {
    if (world.now < downUntil) {
      return;
    }
    flushJournal();
    if (busy) {
      for (int i = world.random.nextInt(world.load + 1); i > 0; i--) {
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
          world.faulty(world.wire, new EscrowMessage.Demanded(world.later(), holder(), demand));
        });
  }

  /** What the processors see of it: once, at some time. */
  private void flushJournal() {
    long last = world.now;
    for (EscrowMessage.Used used : journal) {
      long at = world.later();
      last = Math.max(last, at);
      world.wire.add(new EscrowMessage.Used(at, used.holder(), used.amount()));
    }
    journal.clear();
    for (EscrowMessage.Closed orphan : orphans) {
      world.wire.add(orphan.at(world.now + 1 + world.random.nextInt(CLOSED_WITHIN_MILLIS)));
      world.spent += orphan.amount();
      world.inFlight -= orphan.amount();
    }
    orphans.clear();
    // Said again and again, as a proxy does with its demands.
    if (world.random.nextInt(20) == 0) {
      for (String dead : former) {
        world.wire.add(new EscrowMessage.Proven(last + 1, dead));
      }
    }
  }

  private void arrive() {
    long amount = 1L + world.random.nextInt(200);
    credit.noteAsked(amount, nanos());
    boolean isBehind = world.kind == CreditKind.RATE && !waiting.isEmpty();
    if (!isBehind && credit.reserve(amount, nanos())) {
      begin(amount);
    } else if (credit.isExhausted(amount, nanos())) {
      refuse();
    } else {
      waiting.add(new Waiter(amount, world.now));
    }
  }

  private void refuse() {
    world.refused++;
    if (world.max - world.exposure() > world.max / 100) {
      world.refusedWhileFree++;
    }
  }

  private void begin(long amount) {
    world.admitted++;
    credit.begun();
    world.inFlight += amount;
    Exchange exchange = new Exchange(amount, world.now + world.random.nextInt(2_000));
    if (world.hopes > 0 && world.random.nextDouble() < world.hopes) {
      exchange.hope = credit.hope(1L + world.random.nextInt(600), nanos()).orElse(null);
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
      } else if (world.now - waiter.since > 4_000) {
        waiting.remove(waiter);
        world.unanswered++;
      }
    }
  }

  private void progress() {
    for (Exchange exchange : List.copyOf(running)) {
      if (world.now >= exchange.until) {
        finish(exchange);
      } else if (exchange.hope != null && world.random.nextInt(50) == 0) {
        confirm(exchange, world.random.nextDouble());
      } else if (world.random.nextInt(20) == 0) {
        credit.noteAsked(SLICE, nanos());
        if (credit.reserve(SLICE, nanos())) {
          exchange.reserved += SLICE;
          world.inFlight += SLICE;
        } else if (credit.isExhausted(SLICE, nanos())) {
          world.cut++;
          finish(exchange);
        }
      }
    }
  }

  /** So much of what was set aside is needed after all, if it is there. */
  private void confirm(Exchange exchange, double share) {
    Hope hope = exchange.hope;
    if (hope == null || !credit.isThere(hope, nanos())) {
      world.lost += hope == null ? 0 : 1;
      exchange.hope = null;
      return;
    }
    world.kept++;
    long more = (long) (hope.amount() * share);
    credit.confirm(hope, more);
    exchange.reserved += more;
    world.inFlight += more;
  }

  private void finish(Exchange exchange) {
    confirm(exchange, 1);
    running.remove(exchange);
    long used = world.random.nextLong(exchange.reserved + 1);
    if (world.largeAnswers > 0 && world.random.nextDouble() < world.largeAnswers) {
      used = exchange.reserved + 1 + world.random.nextInt(SLICE);
      world.beyond += used - exchange.reserved;
    }
    credit.ended(exchange.reserved, used);
    world.inFlight -= exchange.reserved;
    world.spent += used;
    journal.add(new EscrowMessage.Used(0, holder(), used));
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
