package dev.weir.dialects.text;

/** What a text is written in. */
public enum TextForm {
  PLAIN,
  /**
   * JSON, or a piece of it, as it stands in a body's string: arguments of a call. What is put into
   * it must be escaped once more.
   */
  JSON,
  /**
   * A name, a number, a code: means something by its form. Its parts may be replaced, but nothing
   * put around it.
   */
  LABEL
}
