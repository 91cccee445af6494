package dev.weir.governance.guard;

/** What takes the place of what was found. */
public enum MaskOperator {
  /** A placeholder that keeps the meaning, {@code <EMAIL_ADDRESS_1>}: one for each value. */
  REPLACE,
  /** An invented value of the same format, which belongs to nobody. */
  SYNTHETIC,
  /** {@code <EMAIL_ADDRESS>}, the same for all values. */
  REDACT,
  /** All but the last four characters are hidden. */
  PARTIAL,
  /** {@code <EMAIL_ADDRESS:9f2c51d07ab3e846>}: a hash under a key of the team's. */
  HASH,
  /** It stays as it is: what is found is recorded. */
  KEEP;

  /** Whether what it writes can be told from all else in an answer, and stands for one value. */
  public boolean isReversible() {
    return this == REPLACE || this == SYNTHETIC;
  }
}
