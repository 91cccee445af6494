package dev.weir.governance.masking;

/** What becomes of a value that was found. */
public sealed interface Operator {

  /** A placeholder such as {@code <PERSON_1>}; the answer gets the value back. */
  record Replace() implements Operator {}

  /** The name of its type in brackets; the value is lost. */
  record Redact() implements Operator {}

  /**
   * Stars for letters and digits but the last ones; the value is lost. One that is not longer than
   * twice what stays is starred as a whole.
   */
  record Partial(int lastKept) implements Operator {
    public Partial {
      if (lastKept < 0) {
        throw new IllegalArgumentException("cannot keep " + lastKept + " characters");
      }
    }
  }

  /** A keyed hash of 64 bits, the same wherever the key is; the value is lost. */
  record Hash(MaskingKey key) implements Operator {}

  /**
   * An invented value of the same format that belongs to nobody; the answer gets the value back. A
   * value too short for that gets a placeholder.
   */
  record Synthetic(MaskingKey key) implements Operator {}

  /** Stays. */
  record Keep() implements Operator {}
}
