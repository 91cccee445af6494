package dev.weir.governance.detection;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.RuleRun.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Looks for everything that many rules describe, in one reading of the text. Words and runs of
 * digits say where the patterns run; most of a text is never seen by one. A text is read as {@link
 * Folding} leaves it, and findings are places in the original.
 *
 * <p>Findings do not overlap: the higher score wins, then the longer, then the rule that was named
 * first. Of one text at most {@value #MATCHES_MAX} matches are looked at; what comes after them is
 * not found. An instance may be used by many threads.
 */
public final class TextScan implements Detector {

  /** Enough to know that a text must not pass; a list of more helps nobody. */
  public static final int MATCHES_MAX = 10_000;

  private final List<ScanRule> rules;
  private final LiteralAutomaton words;
  private final int[] wordLengths;
  private final int[] wordRules;
  private final int[][] rulesByDigits;

  private TextScan(List<ScanRule> rules) {
    this.rules = List.copyOf(rules);
    List<String> literals = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    List<List<Integer>> byDigits = new ArrayList<>();
    for (int i = 0; i <= DigitRun.DIGITS_MAX; i++) {
      byDigits.add(new ArrayList<>());
    }
    for (int rule = 0; rule < rules.size(); rule++) {
      switch (rules.get(rule).anchor()) {
        case Literals anchor -> {
          for (String word : anchor.words()) {
            literals.add(word);
            owners.add(rule);
          }
        }
        case DigitRun anchor -> {
          for (int digits = anchor.min(); digits <= anchor.max(); digits++) {
            byDigits.get(digits).add(rule);
          }
        }
      }
    }
    words = new LiteralAutomaton(literals);
    wordLengths = literals.stream().mapToInt(String::length).toArray();
    wordRules = owners.stream().mapToInt(Integer::intValue).toArray();
    rulesByDigits =
        byDigits.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** A scan for {@code rules}; on equal terms the first wins. */
  public static TextScan of(List<ScanRule> rules) {
    return new TextScan(rules);
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    Folded folded = Folding.fold(text);
    List<Match> matches = matches(folded.text());
    if (matches.isEmpty()) {
      return List.of();
    }
    return withoutOverlaps(matches).stream().map(match -> finding(folded, match)).toList();
  }

  private List<Match> matches(String text) {
    List<Match> matches = new ArrayList<>();
    RuleRun[] runs = new RuleRun[rules.size()];
    words.read(
        text,
        (word, end) ->
            run(runs, wordRules[word], text, matches).anchor(end - wordLengths[word], end));
    DigitRuns.read(
        text,
        (digits, start, end) -> {
          for (int rule : rulesByDigits[digits]) {
            run(runs, rule, text, matches).anchor(start, end);
          }
        });
    for (RuleRun run : runs) {
      if (run != null) {
        run.finish();
      }
    }
    return matches;
  }

  private RuleRun run(RuleRun[] runs, int rule, String text, List<Match> matches) {
    RuleRun run = runs[rule];
    if (run == null) {
      run = new RuleRun(rules.get(rule), rule, text, matches, MATCHES_MAX);
      runs[rule] = run;
    }
    return run;
  }

  private List<Match> withoutOverlaps(List<Match> matches) {
    matches.sort(
        Comparator.comparingDouble(Match::score)
            .thenComparingInt(match -> match.end() - match.start())
            .reversed()
            .thenComparingInt(Match::order)
            .thenComparingInt(Match::start));
    NavigableMap<Integer, Match> kept = new TreeMap<>();
    for (Match match : matches) {
      var before = kept.lowerEntry(match.end());
      if (before == null || before.getValue().end() <= match.start()) {
        kept.put(match.start(), match);
      }
    }
    return List.copyOf(kept.values());
  }

  private static Finding finding(Folded folded, Match match) {
    return new Finding(
        match.rule().type(),
        folded.start(match.start()),
        folded.end(match.end()),
        match.score(),
        match.rule().id());
  }
}
