package dev.weir.standalone.control;

import dev.weir.governance.policy.PolicyProblem;
import dev.weir.schemas.event.PolicyDocument;
import java.util.List;
import java.util.Optional;

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

  /**
   * Another version governs than the one that was to be replaced; nothing was published.
   *
   * @param governs nothing where none was ever applied
   */
  record Overtaken(long expected, Optional<PolicyDocument> governs) implements Application {}

  /** The text is wrong; nothing was published. */
  record Invalid(List<PolicyProblem> problems) implements Application {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
