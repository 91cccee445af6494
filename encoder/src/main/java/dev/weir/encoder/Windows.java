package dev.weir.encoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a row of words into windows that the model reads at once. Neighbouring windows overlap, and
 * each word is kept from one window only: in the first half of an overlap from the earlier one, so
 * that every kept word has context on both sides.
 */
final class Windows {

  /** What one window may hold besides its beginning and end. */
  static final int PIECES_MAX = 254;

  /** How much of a window the next one reads again. */
  static final int OVERLAP_PIECES = 48;

  private Windows() {}

  /**
   * Words {@code first} to {@code end} (exclusive) are read; of them {@code keepFrom} to {@code
   * keepEnd} (exclusive) are kept.
   */
  record Window(int first, int end, int keepFrom, int keepEnd) {

    boolean holds(int word) {
      return word >= first && word < end;
    }
  }

  /** Windows whose kept words are all words, in order, each once. */
  static List<Window> of(List<int[]> spelled) {
    List<Window> windows = new ArrayList<>();
    int first = 0;
    int keepFrom = 0;
    while (keepFrom < spelled.size()) {
      int end = end(spelled, first);
      if (end == spelled.size()) {
        windows.add(new Window(first, end, keepFrom, end));
        break;
      }
      int next = back(spelled, end, keepFrom + 1, OVERLAP_PIECES);
      int keepEnd = Math.max(back(spelled, end, keepFrom + 1, OVERLAP_PIECES / 2), next);
      windows.add(new Window(first, end, keepFrom, keepEnd));
      first = next;
      keepFrom = keepEnd;
    }
    return windows;
  }

  private static int end(List<int[]> spelled, int first) {
    int pieces = 0;
    int end = first;
    while (end < spelled.size() && pieces + spelled.get(end).length <= PIECES_MAX) {
      pieces += spelled.get(end).length;
      end++;
    }
    return end;
  }

  /** The word that is at most {@code pieces} before {@code end}, and not before {@code least}. */
  private static int back(List<int[]> spelled, int end, int least, int pieces) {
    int at = end;
    int seen = 0;
    while (at > least && seen + spelled.get(at - 1).length <= pieces) {
      at--;
      seen += spelled.get(at).length;
    }
    return at;
  }
}
