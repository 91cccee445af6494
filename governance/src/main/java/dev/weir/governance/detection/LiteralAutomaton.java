package dev.weir.governance.detection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds all of many words in one pass, in any case (Aho and Corasick, CACM 18(6), 1975), as a table
 * of next states: one look-up per char, whatever the number of words.
 */
final class LiteralAutomaton {

  /** Told of each word that ends at {@code end}. */
  interface Hits {
    void hit(int word, int end);
  }

  private static final int[] NOTHING = {};
  private static final int STATES_MAX = 1 << 20;

  private final short[] classes;
  private final int width;
  private final int[] next;
  private final int[][] found;

  LiteralAutomaton(List<String> words) {
    classes = classes(words);
    width = width(classes);
    Trie trie = new Trie(width);
    for (int word = 0; word < words.size(); word++) {
      trie.add(words.get(word), word);
    }
    found = new int[trie.size()][];
    next = trie.link(found);
  }

  /** Reads {@code text} once and reports words by where they end, ascending. */
  void read(CharSequence text, Hits hits) {
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      state = next[state + classOf(text.charAt(i))];
      int[] words = found[state / width];
      for (int word : words) {
        hits.hit(word, i + 1);
      }
    }
  }

  private int classOf(char c) {
    return c < classes.length ? classes[c] : 0;
  }

  /**
   * One class for each letter in both cases, and for all whose small form it is (of the dotted
   * capital an i): checks compare small forms. 0 is every char that no word holds.
   */
  private static short[] classes(List<String> words) {
    BitSet small = new BitSet();
    words.stream().flatMapToInt(String::chars).map(Character::toLowerCase).forEach(small::set);
    int last =
        IntStream.concat(
                words.stream().flatMapToInt(String::chars).map(c -> Math.max(c, other(c))),
                IntStream.rangeClosed(0, Character.MAX_VALUE)
                    .filter(c -> small.get(Character.toLowerCase(c))))
            .max()
            .orElse(0);
    short[] classes = new short[last + 1];
    short count = 1;
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        char c = word.charAt(i);
        if (classes[c] == 0) {
          classes[c] = count;
          classes[other(c)] = count++;
        }
      }
    }
    for (int c = 0; c <= last; c++) {
      if (classes[c] == 0 && Character.toLowerCase(c) <= last) {
        classes[c] = classes[Character.toLowerCase(c)];
      }
    }
    return classes;
  }

  private static int other(int c) {
    int other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
    return Character.toLowerCase(other) == Character.toLowerCase(c) && other < 0x10000 ? other : c;
  }

  private static int width(short[] classes) {
    int width = 0;
    for (short c : classes) {
      width = Math.max(width, c);
    }
    return width + 1;
  }

  private final class Trie {

    private final List<Map<Integer, Integer>> children = new ArrayList<>();
    private final Map<Integer, List<Integer>> ends = new HashMap<>();
    private final int symbols;

    Trie(int symbols) {
      this.symbols = symbols;
      children.add(new HashMap<>());
    }

    int size() {
      return children.size();
    }

    void add(String word, int id) {
      int node = 0;
      for (int i = 0; i < word.length(); i++) {
        int symbol = classOf(word.charAt(i));
        Map<Integer, Integer> from = children.get(node);
        Integer to = from.get(symbol);
        if (to == null) {
          to = children.size();
          if ((long) (to + 1) * symbols > STATES_MAX * 64L) {
            throw new IllegalArgumentException("too many words to look for");
          }
          from.put(symbol, to);
          children.add(new HashMap<>());
        }
        node = to;
      }
      ends.computeIfAbsent(node, ignored -> new ArrayList<>()).add(id);
    }

    /** Rows of next states, as offsets of rows; fills in what each state has found. */
    int[] link(int[][] found) {
      int[] rows = new int[children.size() * symbols];
      int[] fallback = new int[children.size()];
      ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(0));
      while (!queue.isEmpty()) {
        int node = queue.remove();
        int back = fallback[node];
        found[node] = node == 0 ? NOTHING : join(ends.getOrDefault(node, List.of()), found[back]);
        if (node != 0) {
          System.arraycopy(rows, back * symbols, rows, node * symbols, symbols);
        }
        children
            .get(node)
            .forEach((symbol, child) -> {
              fallback[child] = node == 0 ? 0 : rows[back * symbols + symbol] / symbols;
              rows[node * symbols + symbol] = child * symbols;
              queue.add(child);
            });
      }
      return rows;
    }

    private static int[] join(List<Integer> own, int[] shorter) {
      if (own.isEmpty()) {
        return shorter;
      }
      int[] all = java.util.Arrays.copyOf(shorter, shorter.length + own.size());
      for (int i = 0; i < own.size(); i++) {
        all[shorter.length + i] = own.get(i);
      }
      return all;
    }
  }
}
