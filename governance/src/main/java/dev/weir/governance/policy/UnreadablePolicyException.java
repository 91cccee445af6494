package dev.weir.governance.policy;

/** A policy in the log that does not parse, although none is published that does not. */
public final class UnreadablePolicyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadablePolicyException(String message) {
    super(message);
  }
}
