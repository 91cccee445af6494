package dev.weir.governance.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Anchor.DigitRun;
import dev.weir.governance.detection.Anchor.Literals;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextScanTest {

  private static final TextScan SCAN =
      TextScan.of(
          List.of(
              ScanRule.of(
                  "six", FindingType.CUSTOM, 0.5, new DigitRun(6, 6), "\\b\\d{6}\\b", Check.NONE),
              ScanRule.of(
                  "key",
                  FindingType.SECRET,
                  0.9,
                  new Literals(List.of("key-"), 0, 20),
                  "(?i)\\bkey-[a-z0-9]{6,10}\\b",
                  Check.NONE)));

  @Test
  void findsWhatTheRulesDescribe() {
    assertThat(SCAN.scan("a 123456 and KEY-abc123"))
        .containsExactly(
            new Finding(FindingType.CUSTOM, 2, 8, 0.5, "six"),
            new Finding(FindingType.SECRET, 13, 23, 0.9, "key"));
  }

  @Test
  void keepsTheHigherScoreWhereTwoRulesMeet() {
    assertThat(SCAN.scan("key-123456"))
        .containsExactly(new Finding(FindingType.SECRET, 0, 10, 0.9, "key"));
  }

  @Test
  void saysPlacesInCodePointsOfTheOriginal() {
    assertThat(SCAN.scan("\ud83d\ude00 \uff11\uff12\u200b\uff13456!"))
        .containsExactly(new Finding(FindingType.CUSTOM, 2, 9, 0.5, "six"));
  }

  @Test
  void readsThroughLettersOfOtherScripts() {
    assertThat(SCAN.scan("k\u0435y-\u0430bc123"))
        .containsExactly(new Finding(FindingType.SECRET, 0, 10, 0.9, "key"));
  }

  @Test
  void doesNotCutAWordAtTheEndOfAWindow() {
    assertThat(SCAN.scan("key-" + "a1".repeat(30))).isEmpty();
  }

  /** What others find beside it is read with what is left, which may be nothing. */
  @Test
  void keepsWhatASelectedRuleFoundWhereNoMoreMayBeRead() {
    String text = "a key-abc123 " + "654321 ".repeat(50);
    TextScan.Selection keys = SCAN.select(Set.of(FindingType.SECRET.text()), Set.of());
    TextScan.Effort both = new TextScan.Effort(Long.MAX_VALUE);
    assertThat(SCAN.scan(text, both, keys)).hasSizeGreaterThan(1);

    for (long least = both.charsRead(); least > 1; least--) {
      TextScan.Effort effort = new TextScan.Effort(least);
      List<Finding> findings = SCAN.scan(text, effort, keys);
      if (effort.charsRead() < both.charsRead()) {
        assertThat(effort.isCut()).isTrue();
      }
      if (findings.isEmpty()) {
        assertThat(least).as("enough for the first reading").isLessThan(both.charsRead() / 2);
      }
    }
  }
}
