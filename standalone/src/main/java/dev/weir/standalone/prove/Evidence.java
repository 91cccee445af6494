package dev.weir.standalone.prove;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the log holds of one team: each event once, as its readers take it. How much there is of it
 * is bounded by the requests of a round. For one thread.
 */
final class Evidence {

  /** What became of a request at the gate; {@code reserved} where it was let in. */
  record Decided(Instant at, boolean isAdmitted, String code, long reserved) {}

  /**
   * What an attempt has spent.
   *
   * @param reserved for the whole exchange; 0 where that is not known
   * @param holder the proxy and its start
   */
  record Spent(
      String requestId,
      String holder,
      long tokens,
      long reserved,
      Instant at,
      boolean isFinal,
      How how) {}

  /** How an exchange ended, as far as the proof asks. */
  enum How {
    ENDED,
    CUT,
    ORPHANED
  }

  private final Map<String, Decided> decisions = new HashMap<>();
  private final Map<String, Spent> usages = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Long> spentByHolder = new HashMap<>();
  private final Map<String, Long> given = new HashMap<>();
  private final Map<String, Long> returned = new HashMap<>();
  private final Map<String, Long> asked = new HashMap<>();
  private final Map<String, Long> answered = new HashMap<>();
  private long spent;
  private long refused;
  private Instant admittedLast = Instant.EPOCH;

  /** A prompt: it will have one final usage record. */
  void began(String requestId) {
    if (!ended.contains(requestId)) {
      open.add(requestId);
    }
  }

  void decided(String requestId, Decided decision) {
    if (decisions.putIfAbsent(requestId, decision) != null) {
      return;
    }
    if (decision.isAdmitted()) {
      admittedLast = decision.at().isAfter(admittedLast) ? decision.at() : admittedLast;
    } else if (isSpent(decision)) {
      refused++;
    }
  }

  /** The first record of an id counts, as it does for the processors. */
  void spent(String eventId, Spent usage) {
    if (usages.putIfAbsent(eventId, usage) != null) {
      return;
    }
    spent = Math.addExact(spent, usage.tokens());
    spentByHolder.merge(usage.holder(), usage.tokens(), Math::addExact);
    if (usage.isFinal()) {
      ended.add(usage.requestId());
      open.remove(usage.requestId());
    }
  }

  /**
   * A grant.
   *
   * @param amount all that this start of a proxy was ever given, without what was taken from it
   * @param considered the demand that is answered
   */
  void given(String holder, long amount, long considered) {
    given.put(holder, amount);
    answered.merge(holder, considered, Math::max);
  }

  /** The grantor has forgotten it: what it held is free. */
  void forgotten(String holder) {
    given.remove(holder);
    asked.remove(holder);
  }

  /**
   * A demand.
   *
   * @param amount all that this start of a proxy has given back
   */
  void demanded(String holder, long number, long amount) {
    asked.merge(holder, number, Math::max);
    returned.merge(holder, amount, Math::max);
  }

  /** Starts of proxies whose newest demand has no answer. */
  long unanswered() {
    return asked.entrySet().stream()
        .filter(each -> answered.getOrDefault(each.getKey(), 0L) < each.getValue())
        .count();
  }

  /** What all usage adds up to. */
  long spent() {
    return spent;
  }

  /** Requests that were refused since the limit was spent. */
  long refused() {
    return refused;
  }

  /** When the last request was admitted. */
  Instant admittedLast() {
    return admittedLast;
  }

  /** Prompts whose exchange has no final usage yet. */
  int open() {
    return open.size();
  }

  /** Whether its final usage is known. */
  boolean hasEnded(String requestId) {
    return ended.contains(requestId);
  }

  /** Exchanges that were closed for a proxy that was killed. */
  long orphaned() {
    return usages.values().stream().filter(usage -> usage.how() == How.ORPHANED).count();
  }

  /** The starts of proxies that were given credit which is not known to be free. */
  Set<String> holders() {
    return given.keySet();
  }

  /** Those of one proxy. */
  Set<String> starts(String proxyId) {
    return given.keySet().stream()
        .filter(holder -> holder.startsWith(proxyId + ':'))
        .collect(Collectors.toSet());
  }

  /** Credit that is neither spent nor given back. */
  long unreturned() {
    long sum = 0;
    for (Map.Entry<String, Long> holder : given.entrySet()) {
      long gone =
          Math.addExact(
              returned.getOrDefault(holder.getKey(), 0L),
              spentByHolder.getOrDefault(holder.getKey(), 0L));
      sum = Math.addExact(sum, Math.max(0, holder.getValue() - gone));
    }
    return sum;
  }

  Map<String, Decided> decisions() {
    return decisions;
  }

  Map<String, Spent> usages() {
    return usages;
  }

  static boolean isSpent(Decided decision) {
    return decision.code().equals("quota_exceeded");
  }
}
