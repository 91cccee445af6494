package dev.weir.standalone.broker;

/**
 * Something outside is in the way of a start: a busy port, a directory that is in use or not
 * writable. The message is one line for the person who runs Weir.
 */
public final class CannotStartException extends RuntimeException {

  public CannotStartException(String message) {
    super(message);
  }

  public CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
