package dev.weir.dialects.canonical;

/** What kind of error a provider, or Weir, answers with. Every dialect has a name for each. */
public enum ErrorKind {
  INVALID_REQUEST(400),
  AUTHENTICATION(401),
  BILLING(402),
  PERMISSION(403),
  NOT_FOUND(404),
  CONFLICT(409),
  TOO_LARGE(413),
  CONTENT_BLOCKED(422),
  RATE_LIMITED(429),
  INTERNAL(500),
  /** The answer ended before its end. */
  TRUNCATED(502),
  OVERLOADED(503),
  TIMEOUT(504);

  private final int status;

  ErrorKind(int status) {
    this.status = status;
  }

  /** The usual status. */
  public int status() {
    return status;
  }

  /** By a status of HTTP; what is not listed goes by its class. */
  public static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 401 -> AUTHENTICATION;
      case 402 -> BILLING;
      case 403 -> PERMISSION;
      case 404 -> NOT_FOUND;
      case 408, 504 -> TIMEOUT;
      case 409 -> CONFLICT;
      case 413 -> TOO_LARGE;
      case 429 -> RATE_LIMITED;
      case 503, 529 -> OVERLOADED;
      default -> status >= 500 ? INTERNAL : INVALID_REQUEST;
    };
  }
}
