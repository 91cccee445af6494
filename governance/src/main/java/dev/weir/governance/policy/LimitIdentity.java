package dev.weir.governance.policy;

import dev.weir.governance.quota.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit is known by its id: what was spent, credit that proxies hold and records in flight name
 * nothing else. Under one id, a limit therefore counts the same thing in the same windows for good,
 * and is hard or is not; its maximum, burst and scope may change.
 */
public final class LimitIdentity {

  private LimitIdentity() {}

  /** What in {@code next}, whose text this is, counts something else than under {@code before}. */
  public static List<PolicyProblem> problems(Policy before, Policy next, String text) {
    List<PolicyProblem> problems = new ArrayList<>();
    var marks = PolicyMarks.of(text);
    for (int i = 0; i < next.limits().size(); i++) {
      compare(before.limits(), next.limits().get(i), "limits[" + i + "]", marks, problems);
    }
    next.teams()
        .forEach((id, team) -> {
          Team known = before.teams().get(id);
          if (known != null) {
            for (Limit limit : team.limits()) {
              compare(known.limits(), limit, "teams." + id.value(), marks, problems);
            }
          }
        });
    return List.copyOf(problems);
  }

  private static void compare(
      List<Limit> before, Limit next, String path, PolicyMarks marks, List<PolicyProblem> into) {
    for (Limit known : before) {
      if (known.id().equals(next.id()) && !counts(known).equals(counts(next))) {
        into.add(
            marks.problem(
                path,
                "limit '%s' is %s in the policy that governs, and here %s: give the new one another id"
                    .formatted(next.id(), counts(known), counts(next))));
      }
    }
  }

  private static String counts(Limit limit) {
    boolean hasZone =
        switch (limit.window().span()) {
          case SECOND, MINUTE, TOTAL -> false;
          default -> true;
        };
    return "%s of %s per %s%s"
        .formatted(
            limit.isHard() ? "a hard limit" : "no hard limit",
            limit.unit().text(),
            limit.window().span().text(),
            hasZone ? " in " + limit.window().zone().getId().replaceFirst("^Z$", "UTC") : "");
  }
}
