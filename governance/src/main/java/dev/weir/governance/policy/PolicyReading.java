package dev.weir.governance.policy;

import java.util.List;

/** What came of reading a policy text: a policy, or every problem that it has. */
public sealed interface PolicyReading {

  record Valid(Policy policy) implements PolicyReading {}

  record Invalid(List<PolicyProblem> problems) implements PolicyReading {

    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid policy has a problem");
      }
    }
  }
}
