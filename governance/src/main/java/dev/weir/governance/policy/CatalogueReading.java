package dev.weir.governance.policy;

import java.util.List;

/** What came of reading a catalogue's text: a catalogue, or every problem that it has. */
public sealed interface CatalogueReading {

  record Valid(Catalogue catalogue) implements CatalogueReading {}

  record Invalid(List<PolicyProblem> problems) implements CatalogueReading {

    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid catalogue has a problem");
      }
    }
  }
}
