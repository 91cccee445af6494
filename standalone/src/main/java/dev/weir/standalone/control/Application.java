package dev.weir.standalone.control;

import dev.weir.governance.policy.PolicyProblem;
import java.util.List;

/** What came of applying a policy. */
public sealed interface Application {

  /**
   * It governs from now on.
   *
   * @param newDataKeys teams that had no data key and have one now
   */
  record Applied(long version, int teams, int newDataKeys) implements Application {}

  /** It is the text that governs already. */
  record Unchanged(long version) implements Application {}

  /** Nothing was published. */
  record Invalid(List<PolicyProblem> problems) implements Application {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
