package dev.weir.governance.detection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a pattern looks like as states (Thompson, CACM 11(6), 1968), so that a {@link LazyDfa} can
 * tell in one look at each char whether it may match. It may accept more than the pattern and never
 * less: long repetitions have no end here, and chars beyond ASCII are all alike.
 */
final class Nfa {

  /** Stands for every char beyond ASCII. */
  static final int OTHER = 128;

  /** How a state goes on. */
  enum Kind {
    /** Over a char of a set. */
    CHAR,
    /** To one of two others, of which the first is preferred. */
    SPLIT,
    /** Where the text begins. */
    BEGIN,
    /** Where the text ends. */
    END,
    /** Between a letter or digit of ASCII and what is none. */
    BOUNDARY,
    /** Not there. */
    NO_BOUNDARY,
    MATCH
  }

  /** {@code set}: of {@link Kind#CHAR} alone. */
  record State(Kind kind, BitSet set, int next, int other) {}

  static final BitSet NO_SET = new BitSet(0);

  private final List<State> states = new ArrayList<>();

  int add(Kind kind, BitSet set, int next, int other) {
    states.add(new State(kind, set, next, other));
    return states.size() - 1;
  }

  int add(Kind kind, int next) {
    return add(kind, NO_SET, next, next);
  }

  /** Says where a split that was added before goes: a loop leads back to it. */
  void close(int split, int next, int other) {
    states.set(split, new State(Kind.SPLIT, NO_SET, next, other));
  }

  State state(int at) {
    return states.get(at);
  }

  int size() {
    return states.size();
  }

  static boolean isWord(int c) {
    return c == '_' || (c < OTHER && DigitRuns.isWord((char) c));
  }
}
