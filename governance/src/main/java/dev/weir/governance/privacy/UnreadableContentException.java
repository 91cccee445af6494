package dev.weir.governance.privacy;

/** Content or a key that does not open: the wrong key, another record's content, or altered. */
public final class UnreadableContentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableContentException(String message) {
    super(message);
  }
}
