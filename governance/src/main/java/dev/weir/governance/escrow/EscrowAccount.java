package dev.weir.governance.escrow;

import dev.weir.governance.escrow.CreditGrant.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The grantor's side of one account: one window of a hard limit, or a rate as a token bucket.
 *
 * <p>Invariant: what is spent and what proxies hold is never granted again, so that the sum of what
 * they hold is at most the limit. A request that waits is served before anybody's comfort. Where
 * there is too little, the account is <em>scarce</em>: all are asked to give back what nothing
 * waits for, and only when they have is somebody told that the limit is exhausted.
 *
 * <p>Times are the grantor's, in milliseconds. Not safe for use by several threads.
 */
public final class EscrowAccount {

  /**
   * An account has so many holders at most; another proxy gets no credit until one is forgotten.
   */
  public static final int HOLDERS_MAX = 512;

  /** Of a limit, the part that must be free again before proxies keep credit in store again. */
  private static final long PLENTY = 64;

  private final long size;
  private final CreditKind kind;
  private final EscrowTerms terms;
  private final ClosedStarts closed;
  private final Optional<Refill> refill;
  private final Map<String, Holder> holders;
  private final TreeSet<String> changed = new TreeSet<>();
  private Bucket bucket;
  private long elsewhere;
  private long recall;
  private long recallMillis;
  private boolean scarce;

  /**
   * A budget, or a loan.
   *
   * @param max what the policy says now
   */
  public EscrowAccount(
      EscrowState state, long max, CreditKind kind, EscrowTerms terms, ClosedStarts closed) {
    this(state, max, kind, Optional.empty(), terms, closed);
    if (kind == CreditKind.RATE) {
      throw new IllegalArgumentException("a rate says how it fills again");
    }
  }

  /**
   * A token bucket.
   *
   * @param size what can be spent at once
   */
  public static EscrowAccount bucket(
      EscrowState state, long size, Refill refill, EscrowTerms terms, ClosedStarts closed) {
    return new EscrowAccount(state, size, CreditKind.RATE, Optional.of(refill), terms, closed);
  }

  private EscrowAccount(
      EscrowState state,
      long size,
      CreditKind kind,
      Optional<Refill> refill,
      EscrowTerms terms,
      ClosedStarts closed) {
    this.size = size;
    this.kind = kind;
    this.refill = refill;
    this.terms = terms;
    this.closed = closed;
    this.bucket = state.bucket();
    this.holders = new HashMap<>(state.holders());
    this.elsewhere = state.elsewhere();
    this.recall = state.recall();
    this.recallMillis = state.recallMillis();
    this.scarce = state.scarce();
  }

  /** What has to be kept. */
  public EscrowState state() {
    return new EscrowState(elsewhere, recall, recallMillis, scarce, bucket, holders);
  }

  /** What the policy says: of a budget, or of a bucket's size. */
  public long max() {
    return size;
  }

  /** All that can be spent, from the beginning on. */
  private long all() {
    return kind == CreditKind.RATE ? bucket.minted() : size;
  }

  /** Lets in what has flowed into a bucket by now; all else stays as it is. */
  public void fill(long nowMillis) {
    if (refill.isPresent()) {
      long used = elsewhere;
      for (Holder holder : holders.values()) {
        used = Math.addExact(used, holder.used(holder.isLive(nowMillis, terms)));
      }
      bucket = bucket.filled(refill.get(), size, used, free(), nowMillis);
    }
  }

  /** What nobody has spent or holds; negative where more was spent than the limit. */
  public long free() {
    return Math.subtractExact(all(), Math.addExact(elsewhere, committed()));
  }

  private long committed() {
    long sum = 0;
    for (Holder holder : holders.values()) {
      sum = Math.addExact(sum, holder.committed(kind));
    }
    return sum;
  }

  /** What the log says is spent. */
  public long spent() {
    long sum = elsewhere;
    for (Holder holder : holders.values()) {
      sum = Math.addExact(sum, holder.spent());
    }
    return sum;
  }

  /** What proxies hold and the log does not show as spent. */
  public long outstanding() {
    return Math.addExact(elsewhere, committed()) - spent();
  }

  /**
   * What was spent without credit: undercounts, outages, usage that came after it was written off.
   */
  public long overspent() {
    long sum = 0;
    for (Holder holder : holders.values()) {
      long credit = holder.granted() - holder.revoked() - holder.said().returned();
      sum = Math.addExact(sum, Math.max(0, holder.spent() - credit));
    }
    return sum;
  }

  /**
   * What can be spent at most, as far as is known: the limit, what was spent beyond it already, and
   * for each exchange in flight the most by which one of this account ever exceeded its
   * reservation.
   */
  public long bound() {
    long undercount = 0;
    long inFlight = 0;
    for (Holder holder : holders.values()) {
      undercount = Math.max(undercount, holder.said().undercount());
      inFlight += holder.said().inFlight();
    }
    long beyond = Math.max(0, spent() - all());
    return Math.addExact(size, Math.addExact(beyond, Math.multiplyExact(undercount, inFlight)));
  }

  /** Whether a recall is under way: {@link #sweep} is due soon. */
  public boolean isRecalling() {
    return recallMillis != 0;
  }

  /** Usage came, once; {@code holder} is who spent it. */
  public void spent(String holder, long amount, long nowMillis) {
    fill(nowMillis);
    Holder known = holders.get(holder);
    if (known != null) {
      holders.put(holder, known.spending(amount));
    } else {
      elsewhere = Math.addExact(elsewhere, amount);
    }
  }

  /** A demand came; every one gets an answer, since that renews the lease. */
  public void demanded(String holder, CreditDemand demand, long nowMillis) {
    // As full as it was before this was known: what flows in beside a full bucket is gone.
    fill(nowMillis);
    Holder known = holders.get(holder);
    if (known == null) {
      if (holders.size() >= HOLDERS_MAX) {
        return;
      }
      holders.put(holder, stranger(demand, nowMillis));
    } else if (demand.number() <= known.said().number()) {
      return;
    } else {
      if (kind == CreditKind.RATE && !known.isLive(nowMillis, terms)) {
        writeOff(holder);
        known = find(holder);
      }
      holders.put(holder, known.saying(demand, nowMillis));
    }
    changed.add(holder);
    distribute(nowMillis);
    if (find(holder).isShort()) {
      // What one that is gone still holds is wanted now.
      sweep(nowMillis);
    }
  }

  /**
   * One that nothing is known of. Of a bucket that was forgotten meanwhile, it goes on counting
   * from what it has used.
   */
  private Holder stranger(CreditDemand demand, long nowMillis) {
    long used = kind == CreditKind.RATE ? Math.addExact(demand.spent(), demand.held()) : 0;
    long granted = kind == CreditKind.RATE ? Math.addExact(used, demand.returned()) : 0;
    long spent = kind == CreditKind.RATE ? demand.spent() : 0;
    return new Holder(granted, 0, spent, demand, nowMillis, 0, Answer.PENDING);
  }

  private void writeOff(String holder) {
    if (find(holder).isUnproven()) {
      change(holder, Holder::writtenOff);
    }
  }

  /** All records of a former start of a proxy are in the log. */
  public void proven(String holder, long nowMillis) {
    Holder known = holders.get(holder);
    if (known != null && known.provenMillis() == 0) {
      holders.put(holder, known.proven(nowMillis));
    }
  }

  /** Looks at what only time changes: recalls that are not answered, and holders that are gone. */
  public void sweep(long nowMillis) {
    for (String name : new TreeSet<>(holders.keySet())) {
      Holder holder = find(name);
      if (holder.isLive(nowMillis, terms)) {
        continue;
      }
      if (isSettled(name, holder)) {
        // What comes of it later is counted all the same.
        elsewhere =
            Math.addExact(
                elsewhere, kind == CreditKind.RATE ? holder.committed(kind) : holder.spent());
        holders.remove(name);
        changed.add(name);
      } else if (isAbandoned(holder, nowMillis)) {
        writeOff(name);
      }
    }
    distribute(nowMillis);
  }

  /** Nothing of it is still to come. */
  private boolean isSettled(String name, Holder holder) {
    return holder.provenMillis() != 0
        && (kind == CreditKind.LOAN || closed.isClosed(name, holder.provenMillis()));
  }

  /**
   * It may be alive somewhere, without a lease. What is only lent, nobody has used up meanwhile;
   * and a rate flows on as if all of it had been spent.
   */
  private boolean isAbandoned(Holder holder, long nowMillis) {
    return kind != CreditKind.BUDGET
        || nowMillis - holder.heardMillis() >= terms.abandonedAfter().toMillis();
  }

  /** The answers that have changed since the last call; nothing for a holder that is forgotten. */
  public Map<String, Optional<CreditGrant>> changes() {
    Map<String, Optional<CreditGrant>> grants = new LinkedHashMap<>();
    for (String name : changed) {
      grants.put(name, Optional.ofNullable(holders.get(name)).map(this::grant));
    }
    changed.clear();
    return grants;
  }

  private CreditGrant grant(Holder holder) {
    return new CreditGrant(
        holder.granted(),
        holder.revoked(),
        holder.said().number(),
        holder.answer(),
        Math.max(0, left()),
        recall,
        scarce);
  }

  private long left() {
    if (kind != CreditKind.RATE) {
      return size - spent();
    }
    long left = bucket.minted() - elsewhere;
    for (Holder holder : holders.values()) {
      left -= holder.used(true);
    }
    return left;
  }

  private void distribute(long nowMillis) {
    fill(nowMillis);
    serveWaiting();
    List<String> lacking = waiting();
    boolean enough = lacking.isEmpty() && free() >= 0;
    if (enough) {
      recallMillis = 0;
      if (scarce && free() >= size / PLENTY) {
        scarce = false;
      }
      if (!scarce) {
        serveComfort(nowMillis);
      }
    } else if (!scarce && holders.values().stream().anyMatch(it -> it.idle(kind) > 0)) {
      beginRecall(nowMillis);
    } else if (!isRecalling() || isRecallOver(nowMillis)) {
      scarce = true;
      recallMillis = 0;
      lacking.forEach(name -> answer(name, Answer.EXHAUSTED));
    }
    for (String name : List.copyOf(holders.keySet())) {
      if (find(name).lacking() == 0) {
        answer(name, Answer.GRANTED);
      }
    }
  }

  /** Those that wait longest come first. */
  private List<String> waiting() {
    List<String> names = new ArrayList<>();
    holders.forEach((name, holder) -> {
      if (holder.isShort()) {
        names.add(name);
      }
    });
    names.sort(
        Comparator.<String>comparingLong(name -> find(name).heardMillis())
            .thenComparing(Comparator.naturalOrder()));
    return names;
  }

  private void serveWaiting() {
    for (String name : waiting()) {
      Holder holder = find(name);
      long most = Math.addExact(free(), holder.debt(kind));
      if (holder.lacking() <= most) {
        give(name, Math.min(most, holder.said().needed() - holder.granted()));
      }
    }
  }

  private void serveComfort(long nowMillis) {
    long live = holders.values().stream().filter(it -> it.isLive(nowMillis, terms)).count();
    for (String name : new TreeSet<>(holders.keySet())) {
      Holder holder = find(name);
      long more = holder.said().wanted() - holder.granted();
      if (more > 0 && holder.isLive(nowMillis, terms)) {
        give(name, Math.min(more, free() / (2 * Math.max(1, live))));
      }
    }
  }

  private void give(String name, long amount) {
    if (amount > 0) {
      change(name, it -> it.granting(amount));
    }
  }

  private void beginRecall(long nowMillis) {
    scarce = true;
    recall++;
    recallMillis = nowMillis;
    changed.addAll(holders.keySet());
  }

  private boolean isRecallOver(long nowMillis) {
    return nowMillis - recallMillis >= terms.recallWithin().toMillis()
        || holders.values().stream()
            .filter(it -> it.isLive(nowMillis, terms))
            .allMatch(it -> it.said().recallSeen() >= recall);
  }

  private void answer(String name, Answer answer) {
    if (find(name).answer() != answer) {
      change(name, it -> it.answered(answer));
    }
  }

  private void change(String name, UnaryOperator<Holder> by) {
    holders.put(name, by.apply(find(name)));
    changed.add(name);
  }

  private Holder find(String name) {
    Holder holder = holders.get(name);
    if (holder == null) {
      throw new IllegalStateException("no such holder");
    }
    return holder;
  }
}
