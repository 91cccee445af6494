package dev.weir.governance.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.detection.secret.SecretRules;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An automaton says what RE2/J says of the same pattern, or where it must, more. */
final class LazyDfaTest {

  private static final int TEXTS = 40;

  private static final List<String> PIECES =
      List.of(
          "1",
          "23",
          "4111",
          "756",
          "0",
          "9",
          " ",
          "-",
          ".",
          "/",
          "+",
          "(",
          ")",
          ":",
          "@",
          "a",
          "Z",
          "GB29",
          "x",
          "_",
          "\n",
          "key",
          "pass",
          "token",
          "=",
          "\"",
          "'",
          "<",
          ">",
          "</",
          "bc1q",
          "0x",
          "ghp_",
          "sk-",
          "eyJ",
          "\u00e9",
          "\u017f",
          "\u212a",
          "\ud83d\ude00",
          "\ud83d",
          "born",
          "value");

  private static final List<ScanRule> RULES =
      Stream.of(PiiRules.all(), SecretRules.all()).flatMap(List::stream).toList();

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void missesNothingThatTheRulesPatternsMatch(long seed) {
    var random = new SplittableRandom(seed);
    for (ScanRule rule : RULES) {
      RuleLooks looks = RuleLooks.of(rule);
      for (int i = 0; i < TEXTS / 10; i++) {
        String text = text(random, rule);
        if (rule.pattern().matcher(text).find()) {
          assertThat(looks.mayMatch(text, 0, text.length(), new Visits()))
              .as("%s in %s", rule.id(), text)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsWhereThePatternEndsFromEveryStart(long seed) {
    var random = new SplittableRandom(seed);
    int compared = 0;
    for (ScanRule rule : RULES) {
      String text = text(random, rule).replaceAll("[^\\x00-\\x7f]", "e");
      LazyDfa exactly = RuleLooks.of(rule).exactly(text, 0, text.length());
      if (exactly == null) {
        continue;
      }
      Pattern pattern = rule.pattern();
      for (int at = 0; at < text.length(); at++) {
        Matcher matcher = pattern.matcher(text);
        int expected = matcher.find(at) && matcher.start() == at ? matcher.end() : -1;
        assertThat(exactly.end(text, 0, at, text.length(), new Visits()))
            .as("%s at %s in %s", rule.id(), at, text)
            .isEqualTo(expected);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a|ab; ab; 1",
        "ab|a; ab; 2",
        "a{2,3}?; aaa; 2",
        "a{2,3}; aaaa; 3",
        "(?i)k[a-c]?; KB; 2",
        "a\\b; a; 1",
        "a\\b; ab; -1",
        "a\\Bb; ab; 2",
        "^a$; a; 1",
        "(?:a?){3}b; aab; 3",
        "[^\\d\\s]x; .x; 2",
        "[^\\x00-@]\\x{42}\\x43; aBC; 3"
      })
  void prefersWhatRe2Prefers(String regex, String text, int end) {
    NfaParser.Parsed parsed = NfaParser.parse(regex).orElseThrow();

    assertThat(new LazyDfa(parsed, false).end(text, 0, 0, text.length(), new Visits()))
        .isEqualTo(end);
  }

  @Test
  void readsThePatternsOfAllRules() {
    for (ScanRule rule : RULES) {
      assertThat(NfaParser.parseCoarsely(rule.pattern().pattern())).as(rule.id()).isPresent();
    }
  }

  @Test
  void countsTheStatesThatATextNeedsWhetherItHasThemOrNot() {
    NfaParser.Parsed parsed = NfaParser.parse("a[ab]{16}c").orElseThrow();
    LazyDfa dfa = new LazyDfa(parsed, true);
    String text = hostile(20_000);

    Visits cold = new Visits();
    dfa.mayMatch(text, 0, text.length(), cold);
    assertThat(cold.made()).isGreaterThan(dfa.statesMade() * 3 / 4);
    Visits warm = new Visits();
    dfa.mayMatch(text, 0, text.length(), warm);
    assertThat(warm.made()).isEqualTo(cold.made());

    Visits plain = new Visits();
    dfa.mayMatch("b".repeat(20_000), 0, 20_000, plain);
    assertThat(plain.made()).isLessThan(10);
  }

  @Test
  void readsNoFurtherWhenItsStatesHaveUsedUpTheEffort() {
    ScanRule rule =
        new ScanRule(
            "hostile",
            FindingType.CUSTOM,
            1,
            new Anchor.Literals(List.of("a"), 0, 512),
            Pattern.compile("a[ab]{60}c"),
            0,
            Check.NONE);
    String text = hostile(200_000);
    TextScan scan = TextScan.of(List.of(rule));

    TextScan.Effort effort = new TextScan.Effort(1_000_000);
    scan.scan(text, effort);

    assertThat(effort.isCut()).isTrue();
    assertThat(effort.charsRead()).isBetween(1_000_000L, 2_000_000L);
    assertThat(scan.charsRead(text)).isGreaterThan(4_000_000).isEqualTo(scan.charsRead(text));
  }

  private static String hostile(int chars) {
    var random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }
    return text.toString();
  }

  @Test
  void goesOnWhenItHasForgottenItsStates() {
    NfaParser.Parsed parsed = NfaParser.parse("a[ab]{16}c").orElseThrow();
    LazyDfa dfa = new LazyDfa(parsed, true);
    var random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }

    assertThat(dfa.mayMatch(text.toString(), 0, text.length(), new Visits())).isFalse();
    text.append("aaaaaaaaaaaaaaaaaaaac");
    assertThat(dfa.mayMatch(text.toString(), 0, text.length(), new Visits())).isTrue();
  }

  /** States are made under a lock that all texts of a process share. */
  @Test
  void makesFewStatesForATextThatIsMadeToNeedMany() {
    ScanRule rule =
        RULES.stream().filter(each -> each.id().equals("url-userinfo")).findFirst().orElseThrow();
    RuleLooks looks = RuleLooks.of(rule);
    var random = new SplittableRandom(11);
    for (int i = 0; i < 100; i++) {
      StringBuilder text = new StringBuilder("://");
      for (int j = 0; j < 330; j++) {
        text.append(random.nextInt(3) == 0 ? '.' : 'a');
      }
      assertThat(looks.mayMatch(text.toString(), 0, text.length(), new Visits())).isFalse();
    }

    assertThat(looks.statesMade()).isLessThan(LazyDfa.STATES_MAX);
  }

  @Test
  void leavesWhatItCannotReadToThePattern() {
    assertThat(NfaParser.parse("(?P<name>a)")).isEmpty();
    assertThat(NfaParser.parse("[[:alpha:]]")).isEmpty();
    assertThat(NfaParser.parse("\\Aa")).isEmpty();
    assertThat(NfaParser.parse("(?:(?:a{20}){20}){20}")).isEmpty();
  }

  @Test
  void readsThePatternsOfNearlyAllRules() {
    long unread =
        RULES.stream().filter(each -> NfaParser.parse(each.pattern().pattern()).isEmpty()).count();

    assertThat(unread).isLessThanOrEqualTo(RULES.size() / 50);
  }

  /** Pieces at random, with the words of the rule among them. */
  private static String text(SplittableRandom random, ScanRule rule) {
    List<String> words =
        switch (rule.anchor()) {
          case Anchor.Literals it -> it.words();
          case Anchor.Start it -> it.words();
          case Anchor.DigitRun _, Anchor.Everywhere _ -> List.of("12", "345 ");
        };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      List<String> from = random.nextInt(6) == 0 ? words : PIECES;
      text.append(from.get(random.nextInt(from.size())));
    }
    return text.toString();
  }
}
