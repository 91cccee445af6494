package dev.weir.governance.detection;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for everything at once: one pass over a text finds the words of all rules, and a rule's
 * pattern runs only around its words. Takes time linear in the text for any text.
 */
public final class TextScan implements Detector {

  private static final int ASCII = 128;

  /** Words by their first two chars, in small letters. */
  private final List<List<Word>> byBeginning;

  private TextScan(List<List<Word>> byBeginning) {
    this.byBeginning = byBeginning;
  }

  /**
   * A scan for {@code rules}; of two that find the same place with one score the first one counts.
   */
  public static TextScan of(List<ScanRule> rules) {
    List<List<Word>> byBeginning = new ArrayList<>();
    for (int i = 0; i < ASCII * ASCII; i++) {
      byBeginning.add(List.of());
    }
    for (ScanRule rule : rules) {
      if (!(rule.anchor() instanceof Anchor.Literals literals)) {
        throw new IllegalArgumentException(rule.id() + ": only words can anchor a rule");
      }
      for (String word : literals.words()) {
        int beginning = beginning(word, 0);
        List<Word> words = new ArrayList<>(byBeginning.get(beginning));
        words.add(new Word(word, rule, literals));
        byBeginning.set(beginning, List.copyOf(words));
      }
    }
    return new TextScan(List.copyOf(byBeginning));
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    List<Hit> hits = new ArrayList<>();
    for (int at = 0; at + 1 < text.length(); at++) {
      int beginning = beginning(text, at);
      if (beginning >= 0) {
        for (Word word : byBeginning.get(beginning)) {
          if (word.isAt(text, at)) {
            word.look(text, at, hits);
          }
        }
      }
    }
    return findings(text, hits);
  }

  private static List<Finding> findings(CharSequence text, List<Hit> hits) {
    hits.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparingInt(Hit::start));
    TreeMap<Integer, Hit> kept = new TreeMap<>();
    for (Hit hit : hits) {
      Map.Entry<Integer, Hit> before = kept.floorEntry(hit.end - 1);
      if (before == null || before.getValue().end <= hit.start) {
        kept.put(hit.start, hit);
      }
    }
    CodePointOffsets offsets = new CodePointOffsets(text);
    return kept.values().stream()
        .map(hit ->
            new Finding(
                hit.rule.type(),
                offsets.at(hit.start),
                offsets.at(hit.end),
                hit.score,
                hit.rule.id()))
        .toList();
  }

  /** -1 where one of the two chars is outside ASCII. */
  private static int beginning(CharSequence text, int at) {
    char first = text.charAt(at);
    char second = text.charAt(at + 1);
    return first < ASCII && second < ASCII ? small(first) * ASCII + small(second) : -1;
  }

  private static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
  }

  private record Hit(int start, int end, double score, ScanRule rule) {}

  private record Word(String word, ScanRule rule, Anchor.Literals literals) {

    boolean isAt(CharSequence text, int at) {
      if (at + word.length() > text.length()) {
        return false;
      }
      for (int i = 2; i < word.length(); i++) {
        if (small(text.charAt(at + i)) != small(word.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    void look(CharSequence text, int at, List<Hit> hits) {
      int from = Math.max(0, at - literals.before());
      int to = Math.min(text.length(), at + word.length() + literals.after());
      Matcher matcher = rule.pattern().matcher(text.subSequence(from, to));
      while (matcher.find()) {
        int start = from + matcher.start(rule.group());
        int end = from + matcher.end(rule.group());
        double score =
            matcher.start(rule.group()) < 0 || end == start
                ? 0
                : rule.check().score(text, start, end, rule.score());
        if (score > 0) {
          hits.add(new Hit(start, end, score, rule));
        }
      }
    }
  }
}
