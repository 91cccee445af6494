package dev.weir.governance.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.detection.secret.SecretRules;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What patterns read is counted, so that the answer does not depend on the machine. */
class HostileTextTest {

  private static final int CHARS = 20_000;

  private static final TextScan PII = TextScan.of(PiiRules.all());
  private static final TextScan SECRETS = TextScan.of(SecretRules.all());
  private static final TextScan UNGATED =
      TextScan.of(PiiRules.all().stream().map(HostileTextTest::ungated).toList());
  private static final TextScan GREEDY =
      TextScan.of(List.of(CustomRules.regex("greedy", "(?s)a.*b|a")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1 ",
        "12-",
        "@",
        "a@",
        "@a.",
        "a@a.",
        "0:",
        "::",
        "://a:",
        "1.",
        "4111 ",
        "+1 ",
        "GB29 ",
        "born ",
        "born 1 ",
        "passport a ",
        "birth born ",
        "1.1.20 geboren ",
        "passport ",
        "ssn 123-45-",
        "bc1q",
        "0x",
        "\u200b1",
        "\uff11\u0661",
        "1\u0301\u0302",
        "0.",
        "00 ",
        "(0",
        "12/",
        "A1",
        "A1 ",
        "swift "
      })
  void readsTwiceAsMuchForATextTwiceAsLong(String piece) {
    String once = piece.repeat(CHARS / piece.length());

    long work = PII.charsRead(once);

    assertThat(PII.charsRead(once + once)).isLessThanOrEqualTo(2 * work + work / 10 + 100_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.20 geboren ", "1 jan 2000 born ", "key=", "token = ", "secret: abc123 "})
  void readsLittleOfWordsThatAreRepeated(String piece) {
    String text = piece.repeat(CHARS / piece.length());

    assertThat(PII.charsRead(text) + SECRETS.charsRead(text)).isLessThan(50L * CHARS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsEachCharABoundedNumberOfTimes(long seed) {
    String text = hostile(new SplittableRandom(seed));

    assertThat(PII.charsRead(text)).isLessThan(400L * text.length() + 100_000);
  }

  @Test
  void readsOfManyTextsTogetherNoMoreThanTheirEffort() {
    String numbers = "41111111111111 ".repeat(1_000);
    String mail = " ann@example.org";
    long once = PII.charsRead(numbers + mail);

    assertThat(PII.scan(numbers + mail, new TextScan.Effort(once + 1))).hasSize(1);
    assertThat(PII.scan(numbers + mail, new TextScan.Effort(once / 2))).isEmpty();

    var effort = new TextScan.Effort(once + 1);
    assertThat(PII.scan(numbers, effort)).isEmpty();
    assertThat(PII.scan(numbers + mail, effort)).isEmpty();
    assertThat(PII.scan(mail, effort)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsOfATypeAloneWhatItFindsOfItAmongAll(long seed) {
    String text = hostile(new SplittableRandom(seed));
    List<Finding> all = PII.scan(text);
    for (FindingType type : FindingType.values()) {
      var selection = PII.select(Set.of(type.text()), Set.of());

      assertThat(PII.scan(text, new TextScan.Effort(Long.MAX_VALUE), selection))
          .filteredOn(each -> each.type() == type)
          .isEqualTo(all.stream().filter(each -> each.type() == type).toList());
    }
  }

  @Test
  void hearsRulesNearTheirWordsInEveryCase() {
    assertThat(PII.scan("ROUTING 021000021")).isNotEmpty();
    assertThat(PII.scan("ROUT\u0130NG 021000021")).isEqualTo(PII.scan("ROUTING 021000021"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsTheSameWhetherOrNotRulesWaitForTheirWords(long seed) {
    var random = new SplittableRandom(seed);
    List<String> words =
        PiiRules.all().stream().flatMap(each -> each.check().wordsNeeded().stream()).toList();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String word = words.get(random.nextInt(words.size()));
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> word;
            case 1 -> word.toUpperCase(Locale.ROOT).replace('I', '\u0130');
            case 2 -> word.replace('k', '\u212a').replace('s', '\u017f');
            default -> String.valueOf(random.nextLong(1_000_000, 10_000_000_000_000L));
          });
      text.append(" ,:-".charAt(random.nextInt(4)));
    }

    assertThat(PII.scan(text.toString())).isEqualTo(UNGATED.scan(text.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "a "})
  void endsForAPatternWithoutBounds(String piece) {
    assertThat(GREEDY.scan(piece.repeat(10_000)).size()).isLessThanOrEqualTo(TextScan.MATCHES_MAX);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsPlacesInOrderWithoutOverlapsInsideTheText(long seed) {
    String text = hostile(new SplittableRandom(seed));

    int end = 0;
    for (Finding finding : PII.scan(text)) {
      assertThat(finding.start()).isGreaterThanOrEqualTo(end);
      end = finding.end();
    }
    assertThat(end).isLessThanOrEqualTo(text.codePointCount(0, text.length()));
  }

  /** The same rule, which does not say which words it needs. */
  private static ScanRule ungated(ScanRule rule) {
    Check check = rule.check();
    Check silent =
        new Check() {
          @Override
          public double score(CharSequence text, int start, int end, double score) {
            return check.score(text, start, end, score);
          }

          @Override
          public boolean mayBegin(CharSequence text, int at) {
            return check.mayBegin(text, at);
          }

          @Override
          public int digitsMax() {
            return check.digitsMax();
          }
        };
    return new ScanRule(
        rule.id(), rule.type(), rule.score(), rule.anchor(), rule.pattern(), rule.group(), silent);
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  private static String hostile(SplittableRandom random) {
    List<String> pieces =
        List.of(
            "1",
            "23",
            "4111",
            " ",
            "-",
            ".",
            "@",
            "a",
            "GB29",
            ":",
            "/",
            "+",
            "(",
            ")",
            "0",
            "born",
            "ssn",
            "call ",
            "\ud83d\ude00",
            "\u200b",
            "\uff14",
            "\ud800",
            "\u0301",
            "x");
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 2_000)
        .forEach(ignored -> text.append(pieces.get(random.nextInt(pieces.size()))));
    return text.toString();
  }
}
