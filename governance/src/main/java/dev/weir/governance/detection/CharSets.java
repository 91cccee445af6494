package dev.weir.governance.detection;

import java.util.BitSet;
import java.util.Optional;

/** Sets of chars of ASCII, and of all others as one. */
final class CharSets {

  /** The two chars beyond ASCII whose other case lies in it. */
  private static final int LONG_S = 0x17f;

  private static final int KELVIN = 0x212a;

  private CharSets() {}

  static BitSet all() {
    BitSet all = new BitSet(Nfa.OTHER + 1);
    all.set(0, Nfa.OTHER + 1);
    return all;
  }

  /** {@code anyCase}: with both cases of letters; of k and s one lies beyond ASCII. */
  static BitSet of(int from, int to, boolean anyCase) {
    BitSet set = new BitSet(Nfa.OTHER + 1);
    for (int c = from; c <= Math.min(to, Nfa.OTHER - 1); c++) {
      set.set(c);
      if (anyCase && Character.isLetter(c)) {
        set.set(Character.toLowerCase(c));
        set.set(Character.toUpperCase(c));
        if ("ksKS".indexOf(c) >= 0) {
          set.set(Nfa.OTHER);
        }
      }
    }
    if (to >= Nfa.OTHER) {
      set.set(Nfa.OTHER);
      if (anyCase && from <= LONG_S && to >= LONG_S) {
        set.set('s');
        set.set('S');
      }
      if (anyCase && from <= KELVIN && to >= KELVIN) {
        set.set('k');
        set.set('K');
      }
    }
    return set;
  }

  /** Perl's classes, as RE2 knows them: of ASCII. */
  static Optional<BitSet> ofClass(char name) {
    BitSet set = new BitSet(Nfa.OTHER + 1);
    switch (Character.toLowerCase(name)) {
      case 'd' -> set.set('0', '9' + 1);
      case 's' -> "\t\n\f\r ".chars().forEach(set::set);
      case 'w' -> {
        for (int c = 0; c < Nfa.OTHER; c++) {
          set.set(c, Nfa.isWord(c));
        }
      }
      default -> {
        return Optional.empty();
      }
    }
    if (Character.isUpperCase(name)) {
      set.flip(0, Nfa.OTHER + 1);
    }
    return Optional.of(set);
  }
}
