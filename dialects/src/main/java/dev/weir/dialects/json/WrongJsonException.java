package dev.weir.dialects.json;

/** A request's field is missing or has another type than its dialect gives it. */
public final class WrongJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String text;

  /**
   * {@code field} as a path such as {@code messages[2].content}, empty for the whole; {@code text}
   * never quotes a value.
   */
  public WrongJsonException(String field, String text) {
    super(text, null, false, false);
    this.field = field;
    this.text = text;
  }

  public String field() {
    return field;
  }

  public String text() {
    return text;
  }
}
