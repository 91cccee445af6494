package dev.weir.governance.detection;

import java.util.Arrays;

/**
 * Which sets of states of an automaton a text, or several that belong together, has led to: what
 * the automaton would have had to make for them if nobody had asked it before. To charge for these,
 * and not for those that it did make, gives the same text the same charge in a process that is new
 * and in one that is not. As the automaton does, it forgets all when there are too many. Some of
 * several sets that share a mark are not counted.
 */
final class Visits {

  private static final int MARKS = 2_048;

  private final long[] marked = new long[MARKS / Long.SIZE];
  private int known;
  private long made;

  /** A mark for a set of states with this hash. */
  static int mark(int hash) {
    int mixed = hash * 0x9e3779b9;
    return (mixed ^ mixed >>> 16) & (MARKS - 1);
  }

  void at(int mark) {
    long bit = 1L << mark;
    if ((marked[mark >> 6] & bit) == 0) {
      add(mark >> 6, bit);
    }
  }

  private void add(int word, long bit) {
    if (known >= LazyDfa.STATES_MAX) {
      Arrays.fill(marked, 0);
      known = 0;
    }
    marked[word] |= bit;
    known++;
    made++;
  }

  /** How many sets of states had to be made. */
  long made() {
    return made;
  }
}
