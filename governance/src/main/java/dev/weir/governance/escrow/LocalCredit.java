package dev.weir.governance.escrow;

import dev.weir.governance.escrow.CreditGrant.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A proxy's side of one account: what it may spend there without asking.
 *
 * <p>It keeps credit in store for about as much as was reserved in the last second or two, of a
 * budget that has much left for as much as in the time of a lease: then nobody notices when the
 * grantor is away for shorter. It asks for more when half of that is gone, and gives back what it
 * no longer needs; in a scarce account it gives back all that nothing waits for. Of its store it
 * sets {@link Hope hopes} aside, which are the first to go. Times are monotonic nanoseconds. Not
 * safe for use by several threads.
 */
public final class LocalCredit {

  /**
   * No more than this part of what is left is kept in store for a grantor that is away: hundreds of
   * proxies must not take all of it, and what one that is killed had in store is out of reach.
   */
  private static final long STORE_PART = 256;

  /**
   * Comfort is not asked for again while the last demand is not answered, unless it is this old.
   */
  private static final long ANSWER_WITHIN_NANOS = 500_000_000L;

  /** What is spent is spent; but a policy may be changed. */
  private static final long ASK_AGAIN_NANOS = 500_000_000L;

  /** An answer holds for those who ask in the same moment. */
  private static final long JUST_SAID_NANOS = 20_000_000L;

  /** What a rate's exchanges did not use is told no more often, where nobody lacks it. */
  private static final long REFUNDS_NANOS = 100_000_000L;

  private static final int SENT_MAX = 64;

  /** Credit that is no longer needed is given back so often at most, unless it is scarce. */
  private static final long GIVE_BACK_NANOS = 500_000_000L;

  private final long leaseNanos;
  private final CreditKind kind;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private final Hopes hopes = new Hopes();
  private final Flow flow;
  private long granted;
  private long revoked;
  private long returned;
  private long spent;
  private long held;
  private long inFlight;
  private long undercount;
  private long considered;
  private Answer answer = Answer.GRANTED;
  private long answeredNanos;
  private long recall;
  private long recallAcknowledged;
  private boolean scarce;
  private long left;
  private long usedAtAnswer;
  private boolean leased;
  private long leaseUntilNanos;

  private long low;
  private long asked;
  private long wished;
  private long toldReturned;
  private long givenBackNanos;
  private long lastNumber;
  private long lastNanos;

  public LocalCredit(EscrowTerms terms, CreditKind kind) {
    this.leaseNanos = terms.lease().toNanos();
    this.kind = kind;
    this.flow = new Flow(leaseNanos);
  }

  /** Gives back all that is not in use, and asks for nothing any more. */
  public void close() {
    scarce = true;
    flow.forget();
  }

  /** What is neither spent nor held; negative after an undercount. Hopes are part of it. */
  public long balance() {
    return granted - revoked - returned - spent - held;
  }

  /** The part of the balance that nothing is hoped for. */
  private long spare() {
    return balance() - hopes.sum();
  }

  /** Whether the store is so small that more should be asked for; as of the last asking. */
  public boolean isLow() {
    return !scarce && spare() < low;
  }

  /** Whether the grantor said of late that there is too little for all who ask. */
  public boolean isScarce() {
    return scarce;
  }

  /** Whether nothing was ever granted or spent, so that nothing is lost when this is forgotten. */
  public boolean isUntouched() {
    return granted == 0 && spent == 0 && held == 0;
  }

  /** The grantor has forgotten the bucket, which is full again. True where nothing is in use. */
  public boolean forgotten() {
    revoked = 0;
    granted = Math.addExact(spent, Math.addExact(held, returned));
    leased = false;
    return held == 0 && inFlight == 0;
  }

  /** All that was ever given back. */
  long returned() {
    return returned;
  }

  /**
   * What is left of a token bucket, as far as is known here.
   *
   * @param size what it holds at most; also what it is taken to hold where the grantor has not
   *     spoken of it
   */
  public long level(Refill refill, long size, long nowNanos) {
    if (considered == 0) {
      return Math.max(0, size - spent - held);
    }
    double filled =
        (nowNanos - answeredNanos) / 1e6 * refill.amount() / (double) refill.per().toMillis();
    long used = spent + held - usedAtAnswer;
    return Math.clamp(left + (long) Math.min(filled, (double) size) - used, 0, size);
  }

  /** Whether there is nothing to say, and will not be before somebody asks or is granted more. */
  public boolean isQuiet(long nowNanos) {
    boolean answered = considered >= lastNumber && answer != Answer.PENDING;
    boolean told = returned == toldReturned && recallAcknowledged == recall;
    boolean holds = granted - revoked - returned > spent || held > 0 || inFlight > 0;
    return answered && told && !holds && comfort(nowNanos) == 0;
  }

  public long held() {
    return held;
  }

  public long spent() {
    return spent;
  }

  /** Whether what it holds may be spent now. */
  public boolean isLeased(long nowNanos) {
    return leased && leaseUntilNanos - nowNanos > 0;
  }

  /**
   * Notes that somebody asks for {@code amount}, once for each who does: it sets the store's size.
   */
  public void noteAsked(long amount, long nowNanos) {
    if (kind.isUsedUp()) {
      flow.add(amount, nowNanos);
    } else {
      flow.atLeast(held + amount, nowNanos);
    }
    low = comfort(nowNanos) / 2;
  }

  /** Takes {@code amount} out of the balance, if it is there. */
  public boolean reserve(long amount, long nowNanos) {
    if (!isLeased(nowNanos) || balance() < amount) {
      return false;
    }
    held = Math.addExact(held, amount);
    return true;
  }

  /** Sets {@code amount} aside as long as nobody needs it; nothing where it is not to spare. */
  public Optional<Hope> hope(long amount, long nowNanos) {
    hopes.fit(balance());
    return scarce || !isLeased(nowNanos) || spare() < amount
        ? Optional.empty()
        : Optional.of(hopes.add(amount));
  }

  /** Whether what was hoped for is still there. */
  public boolean isThere(Hope hope, long nowNanos) {
    hopes.fit(balance());
    return hope.amount() > 0 && isLeased(nowNanos);
  }

  /** So much of what was hoped for, and is there, is reserved. */
  public void confirm(Hope hope, long amount) {
    hopes.shrink(hope, amount);
    reserveAnyway(amount);
  }

  /** It is not needed any more. */
  public void giveUp(Hope hope) {
    hopes.shrink(hope, hope.amount());
  }

  /** Reserves without credit: what a policy lets pass while the log is away. */
  public void reserveAnyway(long amount) {
    held = Math.addExact(held, amount);
  }

  /** An exchange has begun whose reservation is made. */
  public void begun() {
    inFlight++;
  }

  /** An exchange has ended: what it has spent takes the place of all that it had reserved. */
  public void ended(long reserved, long used) {
    inFlight--;
    settle(reserved, used);
  }

  /** What was spent takes the place of what was reserved; the exchange goes on. */
  public void settle(long reserved, long used) {
    held -= reserved;
    spent = Math.addExact(spent, used);
    if (kind == CreditKind.RATE && used < reserved) {
      // The bucket may be filled up again meanwhile: only its keeper can say whether there is room.
      returned = Math.addExact(returned, reserved - used);
    }
    undercount = Math.max(undercount, used - reserved);
  }

  /**
   * Whether the grantor said of late that {@code amount} cannot be had, here or anywhere: what is
   * promised to exchanges in flight may come free soon, what is spent does not.
   */
  public boolean isExhausted(long amount, long nowNanos) {
    return answer == Answer.EXHAUSTED
        && nowNanos - answeredNanos < (amount > left ? ASK_AGAIN_NANOS : JUST_SAID_NANOS);
  }

  /**
   * Whether the demand of this number, or a later one, was told that what it asked for, where it is
   * not in the balance, cannot be had. Those who ask for a rate are served in the order in which
   * they came, and are told at the first answer: else small requests would keep a large one
   * waiting.
   */
  public boolean isRefused(long number) {
    boolean isEmpty = kind == CreditKind.RATE && answer == Answer.GRANTED;
    return considered >= number && (answer == Answer.EXHAUSTED || isEmpty);
  }

  /** Since when a demand waits for any answer; nothing where none does. */
  public Optional<Long> unansweredSinceNanos() {
    return Optional.ofNullable(sent.peekFirst()).map(Sent::nanos);
  }

  /** Takes a grant in; one that was overtaken changes nothing. */
  public void granted(CreditGrant grant, long nowNanos) {
    if (grant.considered() < considered || grant.granted() < granted) {
      return;
    }
    granted = grant.granted();
    revoked = grant.revoked();
    considered = grant.considered();
    answer = grant.answer();
    answeredNanos = nowNanos;
    recall = Math.max(recall, grant.recall());
    left = grant.left();
    usedAtAnswer = spent + held;
    scarce = grant.scarce();
    renew(grant.considered());
  }

  private void renew(long number) {
    while (!sent.isEmpty() && sent.getFirst().number() <= number) {
      Sent first = sent.removeFirst();
      if (first.number() == number) {
        leased = true;
        leaseUntilNanos = first.nanos() + leaseNanos;
      }
    }
  }

  /**
   * What there is to say, if anything.
   *
   * @param number for this demand; higher than any before
   * @param smallest what the smallest waiting request asks for; 0 where none waits
   * @param waiting what all of them ask for
   * @param hoped what they would like besides
   */
  public Optional<CreditDemand> demand(
      long number, long smallest, long waiting, long hoped, long nowNanos) {
    long comfort = comfort(nowNanos);
    giveBack(comfort, waiting, hoped, nowNanos);
    long balance = balance();
    hopes.fit(balance);
    boolean isWaiting = smallest > balance && smallest > 0;
    boolean lacks = spare() < comfort / 2 || (hoped > 0 && spare() < waiting + hoped);
    boolean wants = !scarce && lacks;
    long level = granted - balance;
    long wanted = wants ? level + hopes.sum() + waiting + hoped + comfort : 0;
    if (!isDue(isWaiting ? level + waiting : 0, wants, nowNanos)) {
      return Optional.empty();
    }
    asked = isWaiting ? level + waiting : 0;
    wished = wanted;
    toldReturned = returned;
    recallAcknowledged = recall;
    lastNumber = number;
    lastNanos = nowNanos;
    if (sent.size() == SENT_MAX) {
      // The lease is then renewed by a later one.
      sent.removeFirst();
    }
    sent.addLast(new Sent(number, nowNanos));
    return Optional.of(
        new CreditDemand(
            number,
            spent,
            held,
            returned,
            isWaiting ? level + smallest : 0,
            asked,
            wanted,
            recall,
            inFlight,
            undercount));
  }

  private boolean isDue(long needed, boolean wants, long nowNanos) {
    boolean unanswered = considered < lastNumber || answer == Answer.PENDING;
    boolean old = nowNanos - lastNanos >= ANSWER_WITHIN_NANOS;
    if (recallAcknowledged < recall) {
      return true;
    }
    boolean hurries = kind != CreditKind.RATE || scarce || nowNanos - lastNanos >= REFUNDS_NANOS;
    if (returned > toldReturned && hurries) {
      return true;
    }
    if (needed > 0) {
      return needed != asked || (!unanswered || old);
    }
    if (wants) {
      // Who got less than it wished for would be told the same again.
      return old || (!unanswered && granted >= wished);
    }
    if (unanswered && old) {
      return true;
    }
    boolean holds = granted - revoked - returned > spent || held > 0;
    return holds && nowNanos - lastNanos >= leaseNanos / 3;
  }

  private void giveBack(long comfort, long waiting, long hoped, long nowNanos) {
    // Where it is scarce nothing is kept for hopes.
    long spare = scarce ? balance() : spare();
    boolean much =
        spare > 4 * Math.max(comfort, waiting + hoped)
            && nowNanos - givenBackNanos >= GIVE_BACK_NANOS;
    if (!scarce && !much) {
      return;
    }
    long surplus = spare - (scarce ? waiting : Math.max(waiting + hoped, 2 * comfort));
    if (surplus > 0) {
      returned = Math.addExact(returned, surplus);
      givenBackNanos = nowNanos;
    }
  }

  /** What it likes to have in store. */
  public long comfort(long nowNanos) {
    long lately = bounded(flow.lately(nowNanos));
    return switch (kind) {
      case BUDGET -> Math.max(lately, Math.min(bounded(flow.lasting(nowNanos)), left / STORE_PART));
      case RATE -> lately;
      case LOAN -> Math.max(0, lately - held);
    };
  }

  private static long bounded(double amount) {
    return (long) Math.min(amount, Long.MAX_VALUE / 16.0);
  }

  private record Sent(long number, long nanos) {}
}
