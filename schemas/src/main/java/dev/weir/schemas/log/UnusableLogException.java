package dev.weir.schemas.log;

/**
 * The log or its registry cannot be used as it is: out of reach, or set up otherwise than Weir
 * needs it. The message is for the person who runs Weir and says everything that is wrong.
 */
public final class UnusableLogException extends RuntimeException {

  UnusableLogException(String message) {
    super(message);
  }

  UnusableLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
