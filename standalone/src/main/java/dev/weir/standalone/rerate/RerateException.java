package dev.weir.standalone.rerate;

/** Charges cannot be corrected; the message is for the operator and says what to do. */
public final class RerateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RerateException(String message) {
    super(message);
  }

  RerateException(String message, Throwable cause) {
    super(message, cause);
  }
}
