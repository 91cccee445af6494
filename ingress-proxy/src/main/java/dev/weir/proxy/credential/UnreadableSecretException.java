package dev.weir.proxy.credential;

/** A secret cannot be had. The message names the reference and what to do, never a value. */
public final class UnreadableSecretException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableSecretException(String message) {
    super(message);
  }
}
