package dev.weir.governance.masking;

/** What masking made of a text. */
public sealed interface Masked {

  /**
   * May leave.
   *
   * @param text the very text that was given where nothing was to be masked
   */
  record Text(String text) implements Masked {

    /** Does not show the text. */
    @Override
    public String toString() {
      return "Text[" + text.length() + " characters]";
    }
  }

  /** May not leave; {@code why} is a sentence for the caller that says what to do. */
  record Refused(String why) implements Masked {}
}
