package dev.weir.governance.policy;

import dev.weir.schemas.event.PolicyDocument;

/** A policy and its version, as an exchange keeps them. */
public record PolicySnapshot(long version, Policy policy) {

  /**
   * What a published version says: its text, and the catalogue's facts where the text is silent.
   */
  public static PolicyReading read(PolicyDocument document) {
    return PolicyParser.parse(document.getText());
  }
}
