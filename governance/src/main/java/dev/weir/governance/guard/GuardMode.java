package dev.weir.governance.guard;

/** What follows when a guard finds something. The verdict is the same in each mode. */
public enum GuardMode {
  /** It is recorded. */
  OBSERVE,
  /** It is recorded, and a header tells the caller. */
  WARN,
  /** What was found is masked before it goes on. */
  MASK,
  /** Nothing goes on: the caller is refused, or the stream ends with an error. */
  BLOCK;

  /** The name in policies and records. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
