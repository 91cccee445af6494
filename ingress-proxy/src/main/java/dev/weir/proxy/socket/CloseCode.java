package dev.weir.proxy.socket;

/** Why a socket is closed; RFC 6455, section 7.4.1, and the IANA registry that it opens. */
public enum CloseCode {
  NORMAL(1000),
  /** This side goes away: a drain, a lifetime that is over. */
  GOING_AWAY(1001),
  /** Binary where text is due. */
  UNSUPPORTED_DATA(1003),
  /** Text that is no UTF-8. */
  BAD_TEXT(1007),
  POLICY(1008),
  TOO_LARGE(1009),
  /** The other side of the session failed. */
  UPSTREAM_FAILED(1011),
  TRY_AGAIN_LATER(1013);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
