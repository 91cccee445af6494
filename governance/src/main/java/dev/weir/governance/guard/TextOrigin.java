package dev.weir.governance.guard;

import dev.weir.governance.firewall.Provenance;
import java.util.Locale;
import java.util.Optional;

/** Who a text of a prompt comes from, and so whether it may give instructions. */
public enum TextOrigin {
  /** The application: system prompts, descriptions of tools. */
  SYSTEM,
  /** The model's earlier turns. */
  ASSISTANT,
  USER,
  /** Attached or found: data. */
  DOCUMENT,
  /** What a tool answered: data. */
  TOOL_RESULT,
  /** A field or a body that Weir does not know; every guard looks at it. */
  UNKNOWN;

  /** The name in policies. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * How the firewall judges it; nothing where it does not: ordinary system prompts are worded as
   * attacks are, and what the model says in answer to one may be as well.
   */
  Optional<Provenance> provenance() {
    return switch (this) {
      case SYSTEM, ASSISTANT -> Optional.empty();
      case USER, UNKNOWN -> Optional.of(Provenance.USER);
      case DOCUMENT -> Optional.of(Provenance.DOCUMENT);
      case TOOL_RESULT -> Optional.of(Provenance.TOOL_RESULT);
    };
  }
}
