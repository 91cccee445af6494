package dev.weir.governance.statement;

/** A month is larger than what may be held in memory; nothing of it is to be trusted. */
public final class BookFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BookFullException(String message) {
    super(message);
  }
}
