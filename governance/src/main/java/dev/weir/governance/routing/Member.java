package dev.weir.governance.routing;

import java.util.ArrayList;
import java.util.List;

/** A member of a strategy as the models that it would ask; at least one, those left alone last. */
record Member(List<Candidate> candidates) {

  /** The model that it would ask first, which speaks for it. */
  Candidate head() {
    return candidates.getFirst();
  }

  /** The reason is that of its head; what stands in for it has its own. */
  Member because(String reason) {
    List<Candidate> told = new ArrayList<>(candidates);
    told.set(0, head().because(reason));
    return new Member(told);
  }

  Member in(String variant) {
    return new Member(candidates.stream().map(each -> each.in(variant)).toList());
  }

  static List<Candidate> joined(List<Member> members) {
    List<Candidate> all = new ArrayList<>();
    for (Member member : members) {
      all.addAll(member.candidates);
    }
    return Candidate.leftLast(all);
  }
}
