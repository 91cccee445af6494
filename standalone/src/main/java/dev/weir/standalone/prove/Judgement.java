package dev.weir.standalone.prove;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes once through what the log holds of a round, in the order in which it happened.
 *
 * <p>It knows more than any proxy could have known at the time: what is free at a refusal is what
 * was neither spent nor reserved anywhere, also where that was on its way back to the grantor.
 */
final class Judgement {

  private static final int HUNDREDTH = 100;

  /** From a kill until the credit of the killed one can be had by others. */
  record Absence(Instant from, Instant until) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }

  private enum Kind {
    ADMITTED,
    USED,
    ENDED,
    REFUSED
  }

  private record Moment(Instant at, Kind kind, long reserved, long tokens) {}

  private final long limit;
  private final Evidence evidence;
  private final List<Absence> absences;
  private final long largest;
  private long held;
  private long spent;
  private int inFlight;
  private int atOnce;
  private long whileFree;
  private long withRoom;
  private long afterKills;
  private long freeMost;

  private Judgement(long limit, Evidence evidence, List<Absence> absences) {
    this.limit = limit;
    this.evidence = evidence;
    this.absences = absences;
    this.largest =
        evidence.decisions().values().stream()
            .mapToLong(Evidence.Decided::reserved)
            .max()
            .orElse(0);
  }

  static BudgetFinding of(
      int round, long limit, Evidence evidence, List<Absence> absences, int kills) {
    return new Judgement(limit, evidence, absences).judge(round, kills);
  }

  private BudgetFinding judge(int round, int kills) {
    moments().forEach(this::pass);
    return new BudgetFinding(
        round,
        limit,
        evidence.spent(),
        Math.addExact(limit, undercount()),
        evidence.unreturned(),
        requests(),
        new BudgetFinding.Refusals(whileFree, withRoom, afterKills, freeMost, largest),
        evidence.open(),
        kills);
  }

  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    for (Evidence.Decided each : evidence.decisions().values()) {
      if (each.isAdmitted()) {
        moments.add(new Moment(each.at(), Kind.ADMITTED, each.reserved(), 0));
      } else if (Evidence.isSpent(each)) {
        moments.add(new Moment(each.at(), Kind.REFUSED, 0, 0));
      }
    }
    for (Evidence.Spent each : evidence.usages().values()) {
      Evidence.Decided decision = evidence.decisions().get(each.requestId());
      moments.add(
          each.isFinal() && decision != null && decision.isAdmitted()
              ? new Moment(each.at(), Kind.ENDED, decision.reserved(), each.tokens())
              : new Moment(each.at(), Kind.USED, 0, each.tokens()));
    }
    moments.sort(Comparator.comparing(Moment::at).thenComparing(Moment::kind));
    return moments;
  }

  private void pass(Moment moment) {
    switch (moment.kind()) {
      case ADMITTED -> {
        held = Math.addExact(held, moment.reserved());
        inFlight++;
        atOnce = Math.max(atOnce, inFlight);
      }
      case USED -> spent = Math.addExact(spent, moment.tokens());
      case ENDED -> {
        held -= moment.reserved();
        spent = Math.addExact(spent, moment.tokens());
        inFlight--;
      }
      case REFUSED -> refusedAt(moment.at());
    }
  }

  private void refusedAt(Instant at) {
    long free = limit - spent - held;
    freeMost = Math.max(freeMost, free);
    if (free <= limit / HUNDREDTH) {
      return;
    }
    whileFree++;
    // The log does not say how much a request asked for that was refused.
    if (free >= largest) {
      withRoom++;
      if (absences.stream().anyMatch(absence -> absence.holds(at))) {
        afterKills++;
      }
    }
  }

  /**
   * By how much the limit may be passed: no reservation can be better than the estimate that it was
   * made by. Of the exchanges in flight at one time, each may have used more than was reserved for
   * it; taken are the largest such differences of the round. What was charged to one that died is
   * none: its proxy held credit for it, which nobody else may have had meanwhile.
   */
  private long undercount() {
    Map<String, Long> used = new HashMap<>();
    Map<String, Long> reserved = new HashMap<>();
    evidence.usages().values().stream()
        .filter(each -> each.how() != Evidence.How.ORPHANED)
        .forEach(each -> {
          used.merge(each.requestId(), each.tokens(), Math::addExact);
          reserved.merge(each.requestId(), each.reserved(), Math::max);
        });
    return used.entrySet().stream()
        .mapToLong(each -> Math.max(0, each.getValue() - reserved.getOrDefault(each.getKey(), 0L)))
        .map(difference -> -difference)
        .sorted()
        .limit(atOnce)
        .map(difference -> -difference)
        .reduce(0, Math::addExact);
  }

  private BudgetFinding.Requests requests() {
    long admitted = 0;
    long unavailable = 0;
    long other = 0;
    for (Evidence.Decided each : evidence.decisions().values()) {
      if (each.isAdmitted()) {
        admitted++;
      } else if (each.code().equals("quota_unavailable")) {
        unavailable++;
      } else if (!Evidence.isSpent(each)) {
        other++;
      }
    }
    return new BudgetFinding.Requests(
        admitted,
        evidence.refused(),
        unavailable,
        other,
        ended(Evidence.How.CUT),
        ended(Evidence.How.ORPHANED),
        atOnce);
  }

  private long ended(Evidence.How how) {
    return evidence.usages().values().stream()
        .filter(each -> each.isFinal() && each.how() == how)
        .count();
  }
}
