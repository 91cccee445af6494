package dev.weir.standalone.control;

/** The log does not take or give what it is asked for; the message is for the operator. */
public final class ControlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ControlException(String message) {
    super(message);
  }

  ControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
