package dev.weir.governance.routing;

/** Calls that ended lately, and how many of them failed. */
public record CallCounts(long calls, long errors) {

  public static final CallCounts NONE = new CallCounts(0, 0);

  public CallCounts {
    if (calls < 0 || errors < 0 || errors > calls) {
      throw new IllegalArgumentException("calls and errors among them: " + calls + ", " + errors);
    }
  }

  public CallCounts plus(CallCounts other) {
    return new CallCounts(Math.addExact(calls, other.calls), Math.addExact(errors, other.errors));
  }

  /** The share that failed in percent; 0 where nothing ended. */
  double errorPercent() {
    return calls == 0 ? 0 : 100.0 * errors / calls;
  }
}
