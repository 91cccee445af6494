package dev.weir.governance.detection;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Everywhere;
import dev.weir.governance.detection.Anchor.Literals;
import dev.weir.governance.detection.Anchor.Start;
import dev.weir.governance.detection.Matches.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final List<RuleLooks> looks;

  /** For each rule the list of words of which it needs one nearby; -1 for none. */
  private final int[] nearByRule;

  private final int nearLists;

  private final Selection all;

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
    boolean[] every = new boolean[rules.size()];
    Arrays.fill(every, true);
    all = new Selection(every);
    nearByRule = new int[rules.size()];
    nearLists = near(literals, owners);
    looks = rules.stream().map(RuleLooks::of).toList();
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

  /** Looks for the words that rules for digits need nearby, once for all rules of one list. */
  private int near(List<String> literals, List<Integer> owners) {
    List<List<String>> lists = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      List<String> needed = rules.get(rule).check().wordsNeeded();
      boolean gated = rules.get(rule).anchor() instanceof DigitRun && !needed.isEmpty();
      if (gated && !lists.contains(needed)) {
        lists.add(needed);
        add(needed, -lists.size(), literals, owners);
      }
      nearByRule[rule] = gated ? lists.indexOf(needed) : -1;
    }
    return lists.size();
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

    private final long charsMax;
    private final Map<Integer, Visited> visited;
    private long charsRead;
    private boolean cut;

    public Effort(long charsMax) {
      this(charsMax, new HashMap<>());
    }

    private Effort(long charsMax, Map<Integer, Visited> visited) {
      this.charsMax = charsMax;
      this.visited = visited;
    }

    /**
     * For more texts, which may cost so much; what automata have made for those before is there.
     */
    public Effort next(long chars) {
      return new Effort(chars, visited);
    }

    /** Whether nothing is left. */
    public boolean isSpent() {
      return charsRead >= charsMax;
    }

    /** What patterns have read so far. */
    public long charsRead() {
      return charsRead;
    }

    /** Whether a text held more than was looked at. */
    public boolean isCut() {
      return cut;
    }

    /** What the automata of a rule have been led to by all texts so far. */
    private Visited visited(int rule) {
      return visited.computeIfAbsent(rule, _ -> new Visited());
    }

    private Matches spend(Matches matches) {
      charsRead += matches.charsRead();
      cut |= matches.isFull();
      return matches;
    }
  }

  /** What the automata of one rule have been led to. */
  static final class Visited {

    private final Visits anywhere = new Visits();
    private final Visits here = new Visits();
    private long taken;

    Visits anywhere() {
      return anywhere;
    }

    Visits here() {
      return here;
    }

    /** How many sets of states had to be made since it was asked. */
    long takeMade() {
      long made = anywhere.made() + here.made();
      long more = made - taken;
      taken = made;
      return more;
    }
  }

  /** Some rules of a scan, whose findings are of interest. */
  public static final class Selection {

    private final boolean[] rules;
    private final int count;

    private Selection(boolean[] rules) {
      int selected = 0;
      for (boolean each : rules) {
        selected += each ? 1 : 0;
      }
      this.rules = rules;
      this.count = selected;
    }

    public boolean isEmpty() {
      return count == 0;
    }

    private boolean isWhole() {
      return count == rules.length;
    }
  }

  /** The rules that find one of these types, by their names in policies, or have one of the ids. */
  public Selection select(Set<String> types, Set<String> ids) {
    boolean[] selected = new boolean[rules.size()];
    for (int rule = 0; rule < selected.length; rule++) {
      ScanRule each = rules.get(rule);
      selected[rule] =
          types.contains(each.type().text()) || (!ids.isEmpty() && ids.contains(each.id()));
    }
    return new Selection(selected);
  }

  /** Every rule. */
  public Selection all() {
    return all;
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    return scan(text, new Effort(Long.MAX_VALUE));
  }

  /** The same, for no more than is left of {@code effort}. */
  public List<Finding> scan(CharSequence text, Effort effort) {
    return scan(text, effort, all);
  }

  /**
   * The same; nothing where none of {@code selection} finds anything. What they find depends on the
   * others, which may know better what a place is: where they find something, all are heard.
   */
  public List<Finding> scan(CharSequence text, Effort effort, Selection selection) {
    Folded folded = Folding.fold(text);
    List<Match> found = effort.spend(read(folded.text(), effort, selection)).found();
    if (!found.isEmpty() && !selection.isWhole()) {
      Matches whole = effort.spend(read(folded.text(), effort, all));
      // What was found before is known also where the second reading was cut.
      found =
          whole.isFull()
              ? Stream.concat(found.stream(), whole.found().stream()).toList()
              : whole.found();
    }
    if (found.isEmpty()) {
      return List.of();
    }
    return withoutOverlaps(
            found.stream()
                .filter(match -> !allowed.allows(match.in(folded.text())))
                .sorted(BEST_FIRST)
                .toList())
        .stream()
        .map(match -> finding(folded, match))
        .toList();
  }

  /** How many chars patterns read in {@code text}: what a scan costs beyond reading it once. */
  long charsRead(CharSequence text) {
    return read(Folding.fold(text).text(), new Effort(Long.MAX_VALUE), all).charsRead();
  }

  private Matches read(String text, Effort effort, Selection selection) {
    Matches matches = new Matches(MATCHES_MAX, effort.charsMax - effort.charsRead);
    boolean[] wanted = selection.rules;
    RuleRun[] runs = new RuleRun[rules.size()];
    @Nullable NearWords[] near = new @Nullable NearWords[nearLists];
    words.read(
        text,
        (word, end) -> {
          int start = end - wordLengths[word];
          int owner = wordRules[word];
          if (owner < 0) {
            near(near, -1 - owner).add(start, end);
          } else if (wanted[owner]) {
            run(runs, owner, text, matches, null, effort).anchor(start, end);
          }
        });
    readDigits(text, matches, runs, near, wanted, effort);
    for (int rule : rulesEverywhere) {
      for (int at = 0; wanted[rule] && at < text.length(); at += STEP) {
        run(runs, rule, text, matches, null, effort).anchor(at, at + STEP);
      }
    }
    for (RuleRun run : runs) {
      if (run != null) {
        run.finish();
      }
    }
    return matches;
  }

  private static NearWords near(@Nullable NearWords[] all, int list) {
    NearWords near = all[list];
    if (near == null) {
      near = new NearWords();
      all[list] = near;
    }
    return near;
  }

  /** Rules of which no word stands anywhere are not heard. */
  private void readDigits(
      String text,
      Matches matches,
      RuleRun[] runs,
      @Nullable NearWords[] near,
      boolean[] wanted,
      Effort effort) {
    DigitRuns.read(
        text,
        (digits, start, end) -> {
          for (int rule : rulesByDigits[digits]) {
            int list = nearByRule[rule];
            if (!wanted[rule]) {
              continue;
            }
            if (list < 0) {
              run(runs, rule, text, matches, null, effort).anchor(start, end);
            } else if (near[list] != null) {
              run(runs, rule, text, matches, near[list], effort).anchor(start, end);
            }
          }
        });
  }

  private RuleRun run(
      RuleRun[] runs,
      int rule,
      String text,
      Matches matches,
      @Nullable NearWords near,
      Effort effort) {
    RuleRun run = runs[rule];
    if (run == null) {
      run =
          new RuleRun(
              rules.get(rule), looks.get(rule), near, rule, text, matches, effort.visited(rule));
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
