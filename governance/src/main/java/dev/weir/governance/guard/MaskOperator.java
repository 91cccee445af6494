package dev.weir.governance.guard;

/** What takes the place of what was found. */
public enum MaskOperator {
  /** A placeholder that keeps the meaning, {@code <EMAIL_ADDRESS_1>}: one for each value. */
  REPLACE,
  /** {@code <EMAIL_ADDRESS>}, the same for all values. */
  REDACT,
  /** All but the last four characters are hidden. */
  PARTIAL
}
