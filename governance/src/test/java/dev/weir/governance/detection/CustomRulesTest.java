package dev.weir.governance.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CustomRulesTest {

  @Test
  void findsWhatAPatternOfThePolicyDescribes() {
    TextScan scan = TextScan.of(List.of(CustomRules.regex("ticket", "\\bTCK-[0-9]+\\b")));

    assertThat(scan.scan("see TCK-42, and TCK-7"))
        .containsExactly(
            new Finding(FindingType.CUSTOM, 4, 10, 0.8, "custom:ticket"),
            new Finding(FindingType.CUSTOM, 16, 21, 0.8, "custom:ticket"));
  }

  @Test
  void findsAPatternAnywhereInALongTextOnce() {
    TextScan scan = TextScan.of(List.of(CustomRules.regex("ticket", "TCK-[0-9]{3}")));

    String text = ("x".repeat(1_000) + " TCK-123 ").repeat(50);

    assertThat(scan.scan(text)).hasSize(50);
  }

  @Test
  void findsWholeWordsInAnyCase() {
    TextScan scan =
        TextScan.of(List.of(CustomRules.words("projects", List.of("Aurora", "M\u00fcnchen 2"))));

    assertThat(scan.scan("AURORA, aurorae, m\u00fcnchen 2"))
        .extracting(Finding::start, Finding::end)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(0, 6),
            org.assertj.core.api.Assertions.tuple(17, 26));
  }

  @Test
  void leavesOutWhatIsAllowed() {
    TextScan scan =
        TextScan.of(
            List.of(CustomRules.regex("ticket", "TCK-[0-9]+")),
            AllowList.of(List.of("tck-1"), List.of("TCK-9.*")));

    assertThat(scan.scan("TCK-1 TCK-99 TCK-10")).extracting(Finding::start).containsExactly(13);
  }

  @Test
  void saysWhatIsWrongWithAPattern() {
    assertThatThrownBy(() -> CustomRules.regex("ticket", "(?=x)"))
        .hasMessageStartingWith("the pattern of 'ticket' is no RE2 pattern: ");
    assertThatThrownBy(() -> CustomRules.regex("ticket", "x*"))
        .hasMessage("the pattern of 'ticket' matches an empty text; write + for *");
    assertThatThrownBy(() -> CustomRules.words("names", List.of(" ")))
        .hasMessage("'names' needs 1 to 1000 words and has 0");
  }
}
