package dev.weir.governance.quota;

import java.util.Locale;

/** What a limit counts. */
public enum LimitUnit {
  /** Calls of a provider on behalf of a caller; an attempt that failed over is none of its own. */
  REQUESTS,
  /** Tokens of all classes. */
  TOKENS,
  /** Money, in billionths of a US dollar: exact in a long up to nine billion dollars. */
  USD,
  /** Requests in flight at one time; nothing of it is ever spent. */
  CONCURRENT;

  /** Billionths in a dollar. */
  public static final long NANOS_PER_USD = 1_000_000_000L;

  /** As the policy file, headers and events write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
