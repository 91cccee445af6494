package dev.weir.proxy.surface;

import dev.weir.governance.policy.NativeApi;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which objects' usage this proxy has charged to somebody who read them: a finished batch says its
 * usage each time that it is looked at. Safe for any number of threads.
 *
 * <p>{@value #OBJECTS_MAX} are remembered; beyond that the one that was read longest ago is
 * forgotten, and whoever reads it again is charged again.
 */
public final class ReadUsage {

  private static final int OBJECTS_MAX = 10_000;

  /** Longer ones are compared by their beginning. */
  private static final int NAME_CHARACTERS_MAX = 256;

  private final Map<String, Boolean> charged =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > OBJECTS_MAX;
        }
      };

  /**
   * Whether this is the first time.
   *
   * @param api in which the object is: two have files under the same path
   * @param path of the object in it
   */
  boolean isFirst(NativeApi api, String path) {
    String all = api.prefix() + ' ' + path;
    String name = all.substring(0, Math.min(all.length(), NAME_CHARACTERS_MAX));
    synchronized (charged) {
      return charged.putIfAbsent(name, true) == null;
    }
  }
}
