package dev.weir.processors.event;

import java.util.Optional;

/**
 * One start of one proxy. Its text is {@code proxyId:proxyEpoch}.
 *
 * @param epoch changes with each start
 */
public record ProxyStart(String proxyId, long epoch) {

  /** Nothing where the text is none of {@link #text}. */
  public static Optional<ProxyStart> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProxyStart(
              text.substring(0, colon), Long.parseLong(text, colon + 1, text.length(), 10)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public String text() {
    return proxyId + ':' + epoch;
  }

  /** Whether it is an earlier start of the same proxy. */
  public boolean isBefore(ProxyStart other) {
    return proxyId.equals(other.proxyId) && epoch < other.epoch;
  }
}
