package dev.weir.governance.quota;

import java.util.Locale;

/** What a limit counts. */
public enum LimitUnit {
  REQUESTS,
  TOKENS;

  /** As the policy file, headers and events write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
