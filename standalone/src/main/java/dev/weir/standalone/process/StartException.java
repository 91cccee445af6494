package dev.weir.standalone.process;

/** Something outside Weir keeps it from starting; the message is one line and says what to do. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
