package dev.weir.governance.firewall;

/** Where a text comes from: who may give instructions in it. */
public enum Provenance {
  /** Said by the user, who may ask for what he likes but not undo what the operator has set. */
  USER,
  /** What a tool answered: data, in which nobody gives instructions. */
  TOOL_RESULT,
  /** A document that was fetched or attached: data as well. */
  DOCUMENT;

  /** Whether the text is data only, so that each instruction to a model in it is suspicious. */
  public boolean untrusted() {
    return this != USER;
  }
}
