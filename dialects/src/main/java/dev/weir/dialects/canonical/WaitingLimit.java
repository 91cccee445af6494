package dev.weir.dialects.canonical;

import dev.weir.dialects.json.CallArguments;

/**
 * How much of a stream waits behind a call whose arguments are not whole, in dialects where one
 * block ends before the next begins. Beyond it the call ends and the rest goes on: arguments that
 * come later are lost.
 */
public final class WaitingLimit {

  /** Behind a call without arguments so far, which may have none at all; characters of JSON. */
  private static final int BEHIND_NOTHING = 4_096;

  /** Behind arguments that have begun: ended before their end they are no JSON. */
  private static final int BEHIND_A_PART = 1 << 20;

  private WaitingLimit() {}

  /** Whether more waits than may. */
  public static boolean isPast(int characters, CallArguments first) {
    return characters > (first.hasBegun() ? BEHIND_A_PART : BEHIND_NOTHING);
  }

  /** What ends the arguments of the first. */
  public static String inputAtTheEnd(CallArguments first) {
    return first.hasBegun() ? "" : "{}";
  }
}
