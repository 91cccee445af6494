package dev.weir.processors.quota;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Up to which usage record of each proxy a team's spending is counted. Keys are {@code
 * proxyId:proxyEpoch}; a proxy that starts anew replaces its former self.
 *
 * <p>Holds at most {@value #PROXIES_MAX} proxies; beyond that the one that started first is
 * forgotten, and would count its unseen usage once more until it starts anew.
 */
final class Progress {

  static final int PROXIES_MAX = 256;

  private Progress() {}

  /** The marks after one more usage record. */
  static Map<String, Long> advance(
      Map<String, Long> seen, String proxyId, long epoch, long sequence) {
    Map<String, Long> next = new HashMap<>(seen);
    List<String> formerSelves =
        seen.keySet().stream().filter(key -> proxyOf(key).equals(proxyId)).toList();
    if (formerSelves.stream().anyMatch(key -> epochOf(key) > epoch)) {
      return next;
    }
    formerSelves.stream().filter(key -> epochOf(key) < epoch).forEach(next::remove);
    next.merge(proxyId + ":" + epoch, sequence, Math::max);
    while (next.size() > PROXIES_MAX) {
      next.keySet().stream()
          .min((a, b) -> Long.compare(epochOf(a), epochOf(b)))
          .ifPresent(next::remove);
    }
    return next;
  }

  private static String proxyOf(String key) {
    return key.substring(0, key.lastIndexOf(':'));
  }

  private static long epochOf(String key) {
    return Long.parseLong(key.substring(key.lastIndexOf(':') + 1));
  }
}
