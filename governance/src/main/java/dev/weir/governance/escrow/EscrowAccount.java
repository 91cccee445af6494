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
 * The grantor's side of one account: one window of a hard limit.
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

  private final long max;
  private final boolean isSpent;
  private final EscrowTerms terms;
  private final Map<String, Holder> holders;
  private final TreeSet<String> changed = new TreeSet<>();
  private long elsewhere;
  private long recall;
  private long recallMillis;
  private boolean scarce;

  /**
   * @param max what the policy says now
   * @param isSpent whether credit is used up; else, as with requests in flight, it is only lent
   */
  public EscrowAccount(EscrowState state, long max, boolean isSpent, EscrowTerms terms) {
    this.max = max;
    this.isSpent = isSpent;
    this.terms = terms;
    this.holders = new HashMap<>(state.holders());
    this.elsewhere = state.elsewhere();
    this.recall = state.recall();
    this.recallMillis = state.recallMillis();
    this.scarce = state.scarce();
  }

  /** What has to be kept. */
  public EscrowState state() {
    return new EscrowState(elsewhere, recall, recallMillis, scarce, holders);
  }

  /** What the policy says. */
  public long max() {
    return max;
  }

  /** What nobody has spent or holds; negative where more was spent than the limit. */
  public long free() {
    return Math.subtractExact(max, Math.addExact(elsewhere, committed()));
  }

  private long committed() {
    long sum = 0;
    for (Holder holder : holders.values()) {
      sum = Math.addExact(sum, holder.committed());
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
    long beyond = Math.max(0, spent() - max);
    return Math.addExact(max, Math.addExact(beyond, Math.multiplyExact(undercount, inFlight)));
  }

  /** Whether a recall is under way: {@link #sweep} is due soon. */
  public boolean isRecalling() {
    return recallMillis != 0;
  }

  /** Usage came, once; {@code holder} is who spent it. */
  public void spent(String holder, long amount) {
    Holder known = holders.get(holder);
    if (known != null) {
      holders.put(holder, known.spending(amount));
    } else {
      elsewhere = Math.addExact(elsewhere, amount);
    }
  }

  /** A demand came; every one gets an answer, since that renews the lease. */
  public void demanded(String holder, CreditDemand demand, long nowMillis) {
    Holder known = holders.get(holder);
    if (known == null) {
      if (holders.size() >= HOLDERS_MAX) {
        return;
      }
      holders.put(holder, new Holder(0, 0, 0, demand, nowMillis, 0, Answer.PENDING));
    } else if (demand.number() <= known.said().number()) {
      return;
    } else {
      holders.put(holder, known.saying(demand, nowMillis));
    }
    changed.add(holder);
    distribute(nowMillis);
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
      if (isSettled(holder, nowMillis)) {
        // What comes of it later is counted all the same.
        elsewhere = Math.addExact(elsewhere, holder.spent());
        holders.remove(name);
        changed.add(name);
      } else if (isAbandoned(holder, nowMillis) && holder.committed() > holder.spent()) {
        change(name, it -> it.revoking(it.committed() - it.spent()));
      }
    }
    distribute(nowMillis);
  }

  /** Nothing of it is still to come. */
  private boolean isSettled(Holder holder, long nowMillis) {
    return holder.provenMillis() != 0
        && (!isSpent || nowMillis - holder.provenMillis() >= terms.settledAfter().toMillis());
  }

  /**
   * It may be alive somewhere, without a lease. What is only lent, nobody has used up meanwhile.
   */
  private boolean isAbandoned(Holder holder, long nowMillis) {
    return !isSpent || nowMillis - holder.heardMillis() >= terms.abandonedAfter().toMillis();
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
        Math.max(0, max - spent()),
        recall,
        scarce);
  }

  private void distribute(long nowMillis) {
    serveWaiting();
    List<String> lacking = waiting();
    boolean enough = lacking.isEmpty() && free() >= 0;
    if (enough) {
      recallMillis = 0;
      if (scarce && free() >= max / PLENTY) {
        scarce = false;
      }
      if (!scarce) {
        serveComfort(nowMillis);
      }
    } else if (!scarce && holders.values().stream().anyMatch(it -> it.idle() > 0)) {
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
      long free = free();
      if (holder.lacking() <= free) {
        give(name, Math.min(free, holder.said().needed() - holder.granted()));
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
