package dev.weir.standalone.litellm;

import java.util.Locale;

/** What became of a setting. */
public enum Fate {
  /** The policy says the same, or Weir does so anyhow. */
  EXACT,
  /** The policy says something near; the reason says what differs. */
  APPROXIMATE,
  /** Somebody has to do something; the reason says what. */
  MANUAL,
  /** Weir has nothing like it. */
  UNSUPPORTED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
