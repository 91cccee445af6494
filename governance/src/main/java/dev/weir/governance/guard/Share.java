package dev.weir.governance.guard;

import dev.weir.governance.routing.StableHash;

/** How much of the traffic a guard looks at, in percent. */
public record Share(int percent) {

  public static final Share ALL = new Share(100);

  public Share {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("share is a percentage from 0 to 100");
    }
  }

  /**
   * Whether a request belongs to the share: decided by its id and the guard's, so that it is the
   * same for its prompt and its answer, at every proxy, and in a replay.
   */
  public boolean takes(String guardId, String requestId) {
    return percent == 100 || StableHash.within(guardId + "/" + requestId, 100) < percent;
  }
}
