package dev.weir.standalone.secret;

/** The keystore cannot be used. The message says which file is at fault and what to do. */
public final class KeystoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KeystoreException(String message) {
    super(message);
  }
}
