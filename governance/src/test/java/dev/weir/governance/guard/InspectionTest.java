package dev.weir.governance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class InspectionTest {

  private static final String MAIL = "write to ann@example.com today";

  @ParameterizedTest
  @EnumSource(GuardMode.class)
  void comesToTheSameVerdictInEveryMode(GuardMode mode) {
    Inspection inspection =
        inspection(InspectionTest::stopped, mails(mode, AllowList.NOTHING, Share.ALL));

    List<Inspection.Masked> masked = inspection.look(MAIL);

    GuardVerdict verdict = inspection.verdicts().getFirst();
    assertThat(verdict.verdict()).isEqualTo(GuardVerdict.Verdict.FOUND);
    assertThat(verdict.found()).containsExactly("email-address");
    assertThat(verdict.bytesSeen()).isEqualTo(MAIL.length());
    assertThat(verdict.blocks()).isEqualTo(mode == GuardMode.BLOCK);
    assertThat(verdict.warns()).isEqualTo(mode == GuardMode.WARN);
    assertThat(masked).hasSize(mode == GuardMode.MASK ? 1 : 0);
  }

  @Test
  void findsNothingThatTheAllowListHas() {
    Guard one = mails(GuardMode.BLOCK, new AllowList(List.of("ANN@example.com")), Share.ALL);
    Guard domain = mails(GuardMode.BLOCK, new AllowList(List.of("@example.com")), Share.ALL);
    Guard other = mails(GuardMode.BLOCK, new AllowList(List.of("@ample.com")), Share.ALL);

    assertThat(looked(one)).isEqualTo(GuardVerdict.Verdict.CLEAN);
    assertThat(looked(domain)).isEqualTo(GuardVerdict.Verdict.CLEAN);
    assertThat(looked(other)).isEqualTo(GuardVerdict.Verdict.FOUND);
  }

  @Test
  void saysWhatItDidNotLookAtWhenItsTimeIsOver() {
    AtomicLong now = new AtomicLong();
    Inspection inspection =
        inspection(
            () -> now.getAndAdd(Duration.ofMillis(60).toNanos()),
            mails(GuardMode.OBSERVE, AllowList.NOTHING, Share.ALL));

    inspection.look("a".repeat(10));
    inspection.look("b".repeat(30));

    GuardVerdict verdict = inspection.verdicts().getFirst();
    assertThat(verdict.verdict()).isEqualTo(GuardVerdict.Verdict.TIMED_OUT);
    assertThat(verdict.bytesSeen()).isEqualTo(10);
    assertThat(verdict.bytesTotal()).isEqualTo(40);
  }

  @Test
  void knowsWhichToolsAreCalledHoweverLongTheTextsTake() {
    AtomicLong now = new AtomicLong();
    Guard calls =
        new Guard(
            "calls",
            new GuardCheck.Calls(Set.of("search")),
            GuardMode.BLOCK,
            GuardDirection.RESPONSE,
            Share.ALL,
            Duration.ofMillis(50),
            OnFailure.FAIL_OPEN,
            MaskOperator.REPLACE);
    Inspection inspection =
        new Inspection(
            GuardPlan.of(List.of(calls), List.of(), List.of()),
            GuardDirection.RESPONSE,
            "r1",
            InlineDetectors.all(),
            () -> now.getAndAdd(Duration.ofMillis(60).toNanos()),
            List.of());

    inspection.look("a".repeat(10));
    inspection.calls("send_mail");

    assertThat(inspection.verdicts().getFirst().blocks()).isTrue();
  }

  @Test
  void looksAtItsShareOfTheRequestsAndSaysWhereItDoesNot() {
    long looked =
        IntStream.range(0, 2_000).filter(i -> new Share(25).takes("mail", "request-" + i)).count();

    assertThat(looked).isBetween(430L, 570L);
    assertThat(looked(mails(GuardMode.BLOCK, AllowList.NOTHING, new Share(0))))
        .isEqualTo(GuardVerdict.Verdict.NOT_SAMPLED);
  }

  @Test
  void blocksWhatItCannotReadWhereItFailsClosed() {
    Guard closed =
        new Guard(
            "mail",
            contents(AllowList.NOTHING),
            GuardMode.BLOCK,
            GuardDirection.PROMPT,
            Share.ALL,
            Duration.ofMillis(50),
            OnFailure.FAIL_CLOSED,
            MaskOperator.REPLACE);
    Inspection inspection = inspection(InspectionTest::stopped, closed);

    inspection.look("nothing");
    inspection.unreadable(1_000);

    GuardVerdict verdict = inspection.verdicts().getFirst();
    assertThat(verdict.verdict()).isEqualTo(GuardVerdict.Verdict.SKIPPED);
    assertThat(verdict.blocks()).isTrue();
  }

  @Test
  void findsWhatLiesAcrossTheEdgeOfAPieceOnceAndAtItsPlace() {
    String filler = "x ".repeat(16 * 1024 - 4);
    String text = filler + "bob@example.com " + filler + "bob@example.com";
    Inspection inspection =
        inspection(InspectionTest::stopped, mails(GuardMode.MASK, AllowList.NOTHING, Share.ALL));

    List<Inspection.Masked> masked = inspection.look(text);

    assertThat(masked)
        .extracting(each -> each.match().in(text).toString())
        .containsExactly("bob@example.com", "bob@example.com");
  }

  @Test
  void findsInAWindowOnlyWhatReachesIntoItsNewPart() {
    Inspection inspection =
        inspection(InspectionTest::stopped, mails(GuardMode.MASK, AllowList.NOTHING, Share.ALL));
    String window = "a@example.com and b@example.com";

    assertThat(inspection.look(window, 15, false))
        .extracting(each -> each.match().start())
        .containsExactly(18);
  }

  @Test
  void findsWordsOfAListAsWholeWords() {
    Recognizer rivals =
        new Recognizer(
            "rivals",
            Optional.empty(),
            new WordList(List.of("Globex", "Blue Heron", "Blue Heron Labs")),
            0.9);
    StringBuilder found = new StringBuilder();
    String text = "GLOBEX, globexes, blue\n heron labs; a blue heron!";

    rivals.scan(text, match -> found.append('[').append(match.in(text)).append(']'));

    assertThat(found).hasToString("[GLOBEX][blue\n heron labs][blue heron]");
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
            Duration.ofMillis(50),
            OnFailure.FAIL_OPEN,
            MaskOperator.REPLACE);
    Inspection inspection = inspection(InspectionTest::stopped, length);

    inspection.look("fifteen letters");
    assertThat(inspection.verdicts().getFirst().blocks()).isFalse();
    inspection.look("six...");
    assertThat(inspection.verdicts().getFirst().blocks()).isTrue();
  }

  /** A clock that stands still. */
  private static long stopped() {
    return 0;
  }

  private static GuardVerdict.Verdict looked(Guard guard) {
    Inspection inspection = inspection(InspectionTest::stopped, guard);
    List<Inspection.Masked> _ = inspection.look(MAIL);
    return inspection.verdicts().getFirst().verdict();
  }

  private static GuardCheck contents(AllowList allowed) {
    return new GuardCheck.Contents(Set.of("email-address"), Set.of(), 0.5, allowed);
  }

  private static Guard mails(GuardMode mode, AllowList allowed, Share share) {
    return new Guard(
        "mail",
        contents(allowed),
        mode,
        GuardDirection.BOTH,
        share,
        Duration.ofMillis(50),
        OnFailure.FAIL_OPEN,
        MaskOperator.REPLACE);
  }

  private static Inspection inspection(LongSupplier nanoTime, Guard guard) {
    return new Inspection(
        GuardPlan.of(List.of(guard), List.of(), List.of()),
        GuardDirection.PROMPT,
        "r1",
        InlineDetectors.all(),
        nanoTime,
        List.of());
  }
}
