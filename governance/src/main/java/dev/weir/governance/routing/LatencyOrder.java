package dev.weir.governance.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Orders members by how soon they would have answered, as measured lately, soonest first. Those
 * without measurements come last; but one request in ten asks one of them first, so that it is
 * measured.
 */
final class LatencyOrder {

  /** One request in so many measures what is unknown. */
  private static final long TRIAL_EVERY = 10;

  /** However often a member fails, its time stays a number. */
  private static final double ERROR_RATE_MAX = 0.9;

  private static final double SECOND_MILLIS = 1_000;

  private final RouteFacts facts;
  private final String place;

  LatencyOrder(RouteFacts facts, String place) {
    this.facts = facts;
    this.place = place;
  }

  /** A member and how long its head takes, failed calls counted in. */
  private record Timed(Member member, double millis, boolean failing) {

    boolean isLeftAlone() {
      return member.head().isLeftAlone();
    }

    String text() {
      return Figures.time(millis) + (failing ? " (with its errors)" : "");
    }
  }

  List<Candidate> of(List<Member> members) {
    boolean throughput =
        members.stream().filter(LatencyOrder::isKnown).allMatch(LatencyOrder::hasSpeed);
    List<Timed> known = new ArrayList<>();
    List<Member> unknown = new ArrayList<>();
    for (Member member : members) {
      if (isKnown(member)) {
        known.add(timed(member, throughput));
      } else {
        unknown.add(member);
      }
    }
    if (known.isEmpty()) {
      unknown.set(0, unknown.getFirst().because("nothing is measured yet: first of the list"));
      return Member.joined(waiting(unknown, 1));
    }
    known.sort(Comparator.comparing(Timed::isLeftAlone).thenComparingDouble(Timed::millis));
    List<Member> ordered = new ArrayList<>(members.size());
    int trial = trial(unknown);
    if (trial >= 0) {
      ordered.add(
          unknown
              .remove(trial)
              .because("not measured yet: one request in " + TRIAL_EVERY + " tries it"));
    }
    String unit = throughput ? " for " + tokens() + " tokens" : " to the first token";
    for (int i = 0; i < known.size(); i++) {
      Timed each = known.get(i);
      String why = i == 0 ? fastest(known, unit) : "stands in: " + each.text() + unit;
      ordered.add(each.member().because(why));
    }
    ordered.addAll(waiting(unknown, 0));
    return Member.joined(ordered);
  }

  private static List<Member> waiting(List<Member> unknown, int from) {
    for (int i = from; i < unknown.size(); i++) {
      unknown.set(i, unknown.get(i).because("stands in: not measured yet"));
    }
    return unknown;
  }

  /** Which unknown member this request tries first; -1 for none. */
  private int trial(List<Member> unknown) {
    if (unknown.isEmpty()) {
      return -1;
    }
    long drawn = StableHash.within(facts.requestId() + place + "/trial", 1L << 32);
    return drawn % TRIAL_EVERY == 0 ? (int) (drawn / TRIAL_EVERY % unknown.size()) : -1;
  }

  private static String fastest(List<Timed> known, String unit) {
    Timed first = known.getFirst();
    if (known.size() == 1) {
      return "the only one that is measured: " + first.text() + unit;
    }
    Timed next = known.get(1);
    return next.isLeftAlone() && !first.isLeftAlone()
        ? "fastest that may be asked: " + first.text() + unit
        : "fastest: %s%s against %s of '%s'"
            .formatted(first.text(), unit, next.text(), next.member().head().model());
  }

  private static boolean isKnown(Member member) {
    Optional<ModelHealth> health = member.head().health();
    return health.isPresent() && health.get().ttftMillis().isPresent();
  }

  private static boolean hasSpeed(Member member) {
    return member.head().health().orElseThrow().tokensPerSecond().isPresent();
  }

  private Timed timed(Member member, boolean throughput) {
    ModelHealth health = member.head().health().orElseThrow();
    double millis = health.ttftMillis().orElseThrow();
    if (throughput) {
      millis += tokens() * SECOND_MILLIS / health.tokensPerSecond().orElseThrow();
    }
    double errors = Math.min(health.errorRate(), ERROR_RATE_MAX);
    return new Timed(member, millis / (1 - errors), errors >= 0.01);
  }

  private long tokens() {
    return facts.needs().usualOutputTokens();
  }
}
