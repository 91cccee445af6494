package dev.weir.governance.quota;

import java.util.Locale;

/** What of a request a limit may look at, besides its team. */
public enum Dimension {
  TEAM,
  PROJECT,
  USER,
  KEY,
  /** The model or route as the caller names it. */
  MODEL,
  AGENT_RUN;

  /** As the policy file writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
