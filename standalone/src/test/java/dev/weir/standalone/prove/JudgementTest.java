package dev.weir.standalone.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.standalone.prove.BudgetFinding.Verdict;
import dev.weir.standalone.prove.Evidence.How;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from a log, whatever proxies and processors would say of it. */
final class JudgementTest {

  private static final long LIMIT = 10_000;
  private static final Instant NOON = Instant.parse("2026-10-01T12:00:00Z");

  private final Evidence evidence = new Evidence();

  @Test
  void holdsWhereTheLimitWasReachedAndNotPassed() {
    admitted("a", 0, 6_000);
    ended("a", 1, 6_000, 6_000);
    admitted("b", 2, 4_000);
    refused("c", 3);
    ended("b", 4, 4_000, 4_000);

    BudgetFinding finding = judge();

    assertThat(finding.verdict()).isEqualTo(Verdict.HELD);
    assertThat(finding.spent()).isEqualTo(LIMIT);
    assertThat(finding.bound()).isEqualTo(LIMIT);
    assertThat(finding.requests().admitted()).isEqualTo(2);
    assertThat(finding.refusals().whileFree()).isZero();
  }

  @Test
  void isBrokenWhereMoreWasReservedThanThereIs() {
    admitted("a", 0, 6_000);
    admitted("b", 0, 4_001);
    ended("a", 1, 6_000, 6_000);
    ended("b", 1, 4_001, 4_001);
    refused("c", 2);

    assertThat(judge().verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(judge().overshoot()).isEqualTo(1);
  }

  @Test
  void boundsWhatEstimatesMissedByThoseInFlightAtOneTime() {
    admitted("a", 0, 100);
    ended("a", 1, 130, 100);
    admitted("b", 2, 100);
    ended("b", 3, 150, 100);
    admitted("c", 4, 100);
    admitted("d", 4, 100);
    ended("c", 5, 90, 100);
    ended("d", 5, 107, 100);

    assertThat(judge().requests().atOnce()).isEqualTo(2);
    assertThat(judge().bound()).isEqualTo(LIMIT + 50 + 30);
  }

  @Test
  void countsRepeatedRecordsOnce() {
    admitted("a", 0, 100);
    admitted("a", 0, 100);
    ended("a", 1, 90, 100);
    ended("a", 2, 95, 100);

    assertThat(judge().spent()).isEqualTo(90);
    assertThat(judge().requests().admitted()).isEqualTo(1);
    assertThat(judge().requests().atOnce()).isEqualTo(1);
  }

  @Test
  void showsNothingWhereNothingWasRefused() {
    admitted("a", 0, 100);
    ended("a", 1, 90, 100);

    assertThat(judge().verdict()).isEqualTo(Verdict.NOT_REACHED);
  }

  @Test
  void showsNothingWhileAnExchangeIsOpen() {
    evidence.began("a");
    admitted("a", 0, 100);
    refused("b", 1);

    assertThat(judge().verdict()).isEqualTo(Verdict.NOT_SETTLED);
    assertThat(judge().open()).isEqualTo(1);
  }

  @Test
  void findsRefusalsThatTheLimitHadRoomFor() {
    admitted("a", 0, 3_000);
    refused("roomForAll", 1);
    ended("a", 2, 3_000, 3_000);
    admitted("b", 3, 3_000);
    admitted("c", 3, 3_000);
    refused("roomForSome", 4);
    admitted("d", 5, 900);
    refused("roomForNone", 6);

    BudgetFinding finding = judge(new Judgement.Absence(at(2), at(9)));

    assertThat(finding.refusals().whileFree()).isEqualTo(2);
    assertThat(finding.refusals().withRoom()).isEqualTo(1);
    assertThat(finding.refusals().afterKills()).isZero();
    assertThat(finding.refusals().freeMost()).isEqualTo(7_000);
    assertThat(finding.refusals().largest()).isEqualTo(3_000);
  }

  @Test
  void tellsRefusalsApartThatAKillExplains() {
    refused("a", 1);

    BudgetFinding finding = judge(new Judgement.Absence(at(0), at(2)));

    assertThat(finding.refusals().whileFree()).isEqualTo(1);
    assertThat(finding.refusals().afterKills()).isEqualTo(1);
  }

  @Test
  void addsUpWhatWasGivenAndNeitherSpentNorGivenBack() {
    evidence.given("p:1", 500, 1);
    evidence.demanded("p:1", 2, 100);
    evidence.demanded("p:1", 1, 60);
    evidence.given("q:2", 1_000, 1);
    admitted("a", 0, 100);
    ended("a", 1, 90, 100);

    assertThat(judge().unreturned()).isEqualTo(500 - 100 - 90 + 1_000);

    evidence.forgotten("q:2");
    assertThat(judge().unreturned()).isEqualTo(310);
  }

  @Test
  void knowsWhoseDemandsHaveNoAnswer() {
    evidence.demanded("p:1", 2, 0);
    evidence.given("p:1", 500, 1);
    evidence.demanded("q:2", 7, 0);
    evidence.given("q:2", 500, 7);

    assertThat(evidence.unanswered()).isEqualTo(1);
  }

  @Test
  void excusesNothingByWhatIsChargedToAnOrphan() {
    admitted("a", 0, 100);
    evidence.spent("a/usage/1", new Evidence.Spent("a", "p:1", 180, 0, at(9), true, How.ORPHANED));

    assertThat(judge().bound()).isEqualTo(LIMIT);
    assertThat(judge().requests().orphaned()).isEqualTo(1);
  }

  private BudgetFinding judge(Judgement.Absence... absences) {
    return Judgement.of(1, LIMIT, evidence, List.of(absences), absences.length);
  }

  private void admitted(String id, long second, long reserved) {
    evidence.decided(id, new Evidence.Decided(at(second), true, "", reserved));
  }

  private void refused(String id, long second) {
    evidence.decided(id, new Evidence.Decided(at(second), false, "quota_exceeded", 0));
  }

  private void ended(String id, long second, long tokens, long reserved) {
    evidence.spent(
        id + "/usage/1",
        new Evidence.Spent(id, "p:1", tokens, reserved, at(second), true, How.ENDED));
  }

  private static Instant at(long second) {
    return NOON.plusSeconds(second);
  }
}
