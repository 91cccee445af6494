package dev.weir.dialects.text;

/**
 * A text of a body, its JSON escapes resolved.
 *
 * @param text never empty; may hold surrogates without their other half where a body does
 */
public record TextPart(String text, TextSource source, TextForm form) {

  /** Does not show the text. */
  @Override
  public String toString() {
    return "TextPart[" + text.length() + " characters, " + source + ", " + form + "]";
  }
}
