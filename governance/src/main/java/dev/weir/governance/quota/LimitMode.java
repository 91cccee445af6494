package dev.weir.governance.quota;

import java.util.Locale;

/** What happens at the limit. */
public enum LimitMode {
  /** The request is refused. */
  HARD,
  /** The request goes on; headers and the record say that the limit is passed. */
  SOFT,
  /** The request goes on; only the record says so. */
  OBSERVE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
