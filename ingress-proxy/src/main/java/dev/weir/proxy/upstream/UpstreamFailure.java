package dev.weir.proxy.upstream;

/** Why a call has no whole answer. */
public enum UpstreamFailure {
  /** No connection: refused, unknown host, TLS, or not within its time. */
  UNREACHABLE,
  /** More calls than connections and queue take. */
  BUSY,
  /** The provider closed the connection before the answer was whole. */
  CLOSED_EARLY,
  /** What came is no HTTP. */
  NOT_HTTP,
  /** A time limit of the client passed. */
  TIMED_OUT
}
