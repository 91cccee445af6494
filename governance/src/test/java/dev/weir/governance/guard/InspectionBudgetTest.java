package dev.weir.governance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.Anchor;
import dev.weir.governance.detection.Check;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.detection.ScanRule;
import dev.weir.governance.detection.TextScan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of a text is looked at: the budget of a detector, and what becomes of the rest. */
final class InspectionBudgetTest {

  private static final String MAIL = "write to ann@example.com today";

  @Test
  void saysWhatItDidNotLookAtWhenItsBudgetIsUsedUp() {
    Inspection inspection = inspection(within(9, GuardMode.OBSERVE, OnFailure.FAIL_OPEN));

    inspection.look("a".repeat(10));
    inspection.look("b".repeat(30));

    GuardVerdict verdict = inspection.verdicts().getFirst();
    assertThat(verdict.verdict()).isEqualTo(GuardVerdict.Verdict.TIMED_OUT);
    assertThat(verdict.bytesSeen()).isEqualTo(10);
    assertThat(verdict.bytesTotal()).isEqualTo(40);
    assertThat(verdict.blocks()).isFalse();
  }

  @Test
  void chargesALargeRegexWithWhatItCosts() {
    String text = "x".repeat(1_000);

    assertThat(charged("[0-9]{4}", "named", text)).isLessThan(4_000);
    assertThat(charged("(?:[a-z ]?){400}[0-9]", "named", text)).isGreaterThan(20_000);
    assertThat(charged("(?:[a-z ]?){400}[0-9]", "another", text)).isLessThan(4_000);
  }

  /** What a scan reads for a guard that looks for mail and for what is {@code named}. */
  private static long charged(String regex, String named, String text) {
    Guard guard =
        new Guard(
            "own",
            new GuardCheck.Contents(
                Set.of("email-address", named), Set.of(), 0.5, AllowList.NOTHING),
            GuardMode.OBSERVE,
            GuardDirection.PROMPT,
            Share.ALL,
            Guard.BUDGET,
            OnFailure.FAIL_OPEN,
            MaskOperator.REPLACE);
    Recognizer recognizer =
        new Recognizer(
            "named", Optional.of(Recognizer.compiled(regex)), new WordList(List.of()), 0.9);
    // A plan that has it all the same, as where guards of the other direction look for it.
    GuardPlan plan = new GuardPlan(List.of(guard), List.of(recognizer), Spotlighting.OFF);
    return new TextScanner(InlineDetectors.all(), plan, List.of(guard))
        .scan(text, TextOrigin.UNKNOWN, Long.MAX_VALUE, 0, text.length(), _ -> {})
        .charsRead();
  }

  /** Random letters lead such a pattern to a new set of states with each. */
  @Test
  void stopsWithinAPieceWhoseStatesUseUpItsBudget() {
    List<ScanRule> rules =
        Stream.of("a[ab]{60}c", "a[ab]{60}d", "a[ab]{60}e")
            .map(each ->
                new ScanRule(
                    each,
                    FindingType.EMAIL_ADDRESS,
                    1,
                    new Anchor.Literals(List.of("a"), 0, 512),
                    Pattern.compile(each),
                    0,
                    Check.NONE))
            .toList();
    Guard guard = within(1_000, GuardMode.BLOCK, OnFailure.FAIL_CLOSED_TEXT);
    Inspection inspection =
        new Inspection(
            GuardPlan.of(List.of(guard), List.of(), List.of()),
            GuardDirection.PROMPT,
            "r1",
            List.of(TextScan.of(rules)),
            List.of());
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append(random.nextBoolean() ? 'a' : 'b');
    }

    inspection.look(text);

    GuardVerdict verdict = inspection.verdicts().getFirst();
    assertThat(verdict.verdict()).isEqualTo(GuardVerdict.Verdict.TIMED_OUT);
    assertThat(verdict.bytesSeen()).isZero();
    assertThat(verdict.blocks()).isTrue();
  }

  @Test
  void isCleanWhereItsLastPieceUsedUpItsBudget() {
    Inspection inspection = inspection(within(9, GuardMode.BLOCK, OnFailure.FAIL_CLOSED));

    inspection.look("a".repeat(10));

    assertThat(inspection.verdicts().getFirst().verdict()).isEqualTo(GuardVerdict.Verdict.CLEAN);
  }

  @Test
  void readsTheNextPartOfAStreamWithABudgetOfItsOwn() {
    Inspection inspection = inspection(within(9, GuardMode.OBSERVE, OnFailure.FAIL_OPEN));

    inspection.look("a".repeat(10));
    inspection.nextPart();
    inspection.look("b".repeat(10));
    assertThat(inspection.verdicts().getFirst().verdict()).isEqualTo(GuardVerdict.Verdict.CLEAN);

    inspection.look("c".repeat(10));
    inspection.nextPart();
    assertThat(inspection.verdicts().getFirst().verdict())
        .isEqualTo(GuardVerdict.Verdict.TIMED_OUT);
    inspection.look(MAIL);
    assertThat(inspection.verdicts().getFirst().verdict()).isEqualTo(GuardVerdict.Verdict.FOUND);
  }

  @ParameterizedTest
  @EnumSource(
      value = GuardMode.class,
      names = {"MASK", "BLOCK"})
  void blocksTextBeyondItsBudgetUnlessThePolicyLetsItPass(GuardMode mode) {
    for (OnFailure onFailure : OnFailure.values()) {
      Inspection inspection = inspection(within(9, mode, onFailure));

      inspection.look("a".repeat(10));
      assertThat(inspection.verdicts().getFirst().blocks()).isFalse();
      inspection.look("b");

      assertThat(inspection.verdicts().getFirst().blocks())
          .as("%s", onFailure)
          .isEqualTo(onFailure != OnFailure.FAIL_OPEN);
    }
    assertThat(OnFailure.usual(mode)).isEqualTo(OnFailure.FAIL_CLOSED_TEXT);
  }

  @Test
  void readsAQuarterOfAMegabyteOfLongNumbersWithinTheUsualBudget() {
    Guard guard = within(Guard.BUDGET, GuardMode.MASK, OnFailure.FAIL_CLOSED_TEXT);
    Inspection inspection = inspection(guard);

    var _ = inspection.look("4111 1111 1111 1112 ".repeat(12_500));

    GuardVerdict verdict = inspection.verdicts().getFirst();
    assertThat(verdict.verdict()).isEqualTo(GuardVerdict.Verdict.CLEAN);
    assertThat(verdict.bytesSeen()).isEqualTo(250_000);
  }

  @Test
  void countsTheCharactersOfAllTextsTogether() {
    Guard length =
        new Guard(
            "long",
            new GuardCheck.Length(20),
            GuardMode.BLOCK,
            GuardDirection.BOTH,
            Share.ALL,
            Guard.BUDGET,
            OnFailure.FAIL_OPEN,
            MaskOperator.REPLACE);
    Inspection inspection = inspection(length);

    inspection.look("fifteen letters");
    assertThat(inspection.verdicts().getFirst().blocks()).isFalse();
    inspection.look("six...");
    assertThat(inspection.verdicts().getFirst().blocks()).isTrue();
  }

  private static GuardCheck contents(AllowList allowed) {
    return new GuardCheck.Contents(Set.of("email-address"), Set.of(), 0.5, allowed);
  }

  private static Guard within(long budget, GuardMode mode, OnFailure onFailure) {
    return new Guard(
        "mail",
        contents(AllowList.NOTHING),
        mode,
        GuardDirection.BOTH,
        Share.ALL,
        budget,
        onFailure,
        MaskOperator.REPLACE);
  }

  private static Inspection inspection(Guard... guards) {
    return new Inspection(
        GuardPlan.of(List.of(guards), List.of(), List.of()),
        GuardDirection.PROMPT,
        "r1",
        InlineDetectors.all(),
        List.of());
  }
}
