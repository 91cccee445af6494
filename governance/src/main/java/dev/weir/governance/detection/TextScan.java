package dev.weir.governance.detection;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Everywhere;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Anchor.Start;
import dev.weir.governance.detection.Matches.Match;
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

  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparingDouble(Match::score)
          .thenComparingInt(match -> match.end() - match.start())
          .reversed()
          .thenComparingInt(Match::order)
          .thenComparingInt(Match::start);

  private static final int STEP = 2048;

  private final List<ScanRule> rules;
  private final AllowList allowed;
  private final LiteralAutomaton words;
  private final int[] wordLengths;
  private final int[] wordRules;
  private final int[][] rulesByDigits;
  private final int[] rulesEverywhere;

  private TextScan(List<ScanRule> rules, AllowList allowed) {
    this.rules = List.copyOf(rules);
    this.allowed = allowed;
    List<Integer> everywhere = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    List<List<Integer>> byDigits = new ArrayList<>();
    for (int i = 0; i <= DigitRun.DIGITS_MAX; i++) {
      byDigits.add(new ArrayList<>());
    }
    for (int rule = 0; rule < rules.size(); rule++) {
      switch (rules.get(rule).anchor()) {
        case Literals anchor -> add(anchor.words(), rule, literals, owners);
        case Start anchor -> add(anchor.words(), rule, literals, owners);
        case DigitRun anchor -> {
          for (int digits = anchor.min(); digits <= anchor.max(); digits++) {
            byDigits.get(digits).add(rule);
          }
        }
        case Everywhere _ -> everywhere.add(rule);
      }
    }
    rulesEverywhere = everywhere.stream().mapToInt(Integer::intValue).toArray();
    words = new LiteralAutomaton(literals);
    wordLengths = literals.stream().mapToInt(String::length).toArray();
    wordRules = owners.stream().mapToInt(Integer::intValue).toArray();
    rulesByDigits =
        byDigits.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  private static void add(
      List<String> words, int rule, List<String> literals, List<Integer> owners) {
    for (String word : words) {
      literals.add(word);
      owners.add(rule);
    }
  }

  /** A scan for {@code rules}; on equal terms the first wins. */
  public static TextScan of(List<ScanRule> rules) {
    return of(rules, AllowList.NOTHING);
  }

  /** A scan for {@code rules} that does not report what is {@code allowed}. */
  public static TextScan of(List<ScanRule> rules, AllowList allowed) {
    return new TextScan(rules, allowed);
  }

  /**
   * What patterns may still read of texts that belong together, beyond reading each once. Nothing
   * is found any more where it is spent. Not safe for use by many threads.
   */
  public static final class Effort {

    private long charsLeft;

    public Effort(long charsMax) {
      this.charsLeft = charsMax;
    }
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    return scan(text, new Effort(Long.MAX_VALUE));
  }

  /** The same, for no more than is left of {@code effort}. */
  public List<Finding> scan(CharSequence text, Effort effort) {
    Folded folded = Folding.fold(text);
    Matches matches = read(folded.text(), effort.charsLeft);
    effort.charsLeft -= matches.charsRead();
    if (matches.isEmpty()) {
      return List.of();
    }
    return withoutOverlaps(
            matches.found().stream()
                .filter(match -> !allowed.allows(match.in(folded.text())))
                .sorted(BEST_FIRST)
                .toList())
        .stream()
        .map(match -> finding(folded, match))
        .toList();
  }

  /** How many chars patterns read in {@code text}: what a scan costs beyond reading it once. */
  long charsRead(CharSequence text) {
    return read(Folding.fold(text).text(), Long.MAX_VALUE).charsRead();
  }

  private Matches read(String text, long charsMax) {
    Matches matches = new Matches(MATCHES_MAX, charsMax);
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
    for (int rule : rulesEverywhere) {
      for (int at = 0; at < text.length(); at += STEP) {
        run(runs, rule, text, matches).anchor(at, at + STEP);
      }
    }
    for (RuleRun run : runs) {
      if (run != null) {
        run.finish();
      }
    }
    return matches;
  }

  private RuleRun run(RuleRun[] runs, int rule, String text, Matches matches) {
    RuleRun run = runs[rule];
    if (run == null) {
      run = new RuleRun(rules.get(rule), rule, text, matches);
      runs[rule] = run;
    }
    return run;
  }

  private static List<Match> withoutOverlaps(List<Match> bestFirst) {
    NavigableMap<Integer, Match> kept = new TreeMap<>();
    for (Match match : bestFirst) {
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
