package dev.weir.governance.escrow;

/**
 * Which starts of proxies have nothing left to spend: each exchange that they began has ended or
 * was closed for them, and the grantor was told all usage of it.
 */
@FunctionalInterface
public interface ClosedStarts {

  /** Nothing is known of any start: what a dead one held stays held. */
  ClosedStarts NONE = (_, _) -> false;

  /**
   * Whether that is certain of a start. What has changed since an earlier answer may still be
   * unknown; yes never becomes no.
   *
   * @param start {@code proxyId:proxyEpoch}
   * @param provenMillis when all its records were in the log at the latest, by the grantor's clock
   */
  boolean isClosed(String start, long provenMillis);
}
