package dev.weir.proxy.upstream;

/** Why a call has no whole answer. */
public enum UpstreamFailure {
  /** No connection: refused, unknown host, TLS, or not within its time. */
  UNREACHABLE,
  /** More calls than connections and queue take. */
  BUSY,
  /** The writing of the request did not begin, or failed before all of it was taken. */
  UNSENT,
  /** The connection closed before the answer was whole; the provider may have the request. */
  CLOSED_EARLY,
  /** What came is no HTTP. */
  NOT_HTTP,
  /** A time limit of the client passed. */
  TIMED_OUT;

  /**
   * Whether the provider did not get the request. That a provider is unreachable to which one went
   * out is said of a second attempt, and the first was not served.
   */
  public boolean isUnserved() {
    return this == UNREACHABLE || this == BUSY || this == UNSENT;
  }
}
