package dev.weir.governance.policy;

import dev.weir.schemas.event.PolicyDocument;

/** A policy and its version, as an exchange keeps them. */
public record PolicySnapshot(long version, Policy policy) {

  /**
   * What a published version says: its text, and the catalogue's facts where the text is silent.
   */
  public static PolicyReading read(PolicyDocument document) {
    PolicyReading reading = PolicyParser.parse(document.getText());
    if (!(reading instanceof PolicyReading.Valid(Policy policy))
        || document.getCatalogue().isEmpty()) {
      return reading;
    }
    return switch (CatalogueParser.parse(document.getCatalogue())) {
      case CatalogueReading.Invalid(var problems) -> new PolicyReading.Invalid(problems);
      case CatalogueReading.Valid(Catalogue catalogue) ->
          new PolicyReading.Valid(catalogue.complete(policy));
    };
  }
}
