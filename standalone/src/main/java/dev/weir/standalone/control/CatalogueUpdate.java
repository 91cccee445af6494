package dev.weir.standalone.control;

import dev.weir.governance.policy.PolicyProblem;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What came of publishing a catalogue of models. */
public sealed interface CatalogueUpdate {

  /**
   * It is used from now on.
   *
   * @param policy what that made of the policy that governs; nothing where none does
   */
  record Published(LocalDate dated, int models, Optional<Application> policy)
      implements CatalogueUpdate {}

  /** One that is newer is in use; nothing was published. */
  record Older(LocalDate dated, LocalDate inUse) implements CatalogueUpdate {}

  /** The text is wrong; nothing was published. */
  record Invalid(List<PolicyProblem> problems) implements CatalogueUpdate {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
