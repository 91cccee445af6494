package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardMode;
import dev.weir.schemas.event.PolicyDocument;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyInForceTest {

  private static final String VALID =
      """
      organisation: acme
      providers:
        mock: {url: "http://localhost:9/v1"}
      models:
        small: {provider: mock}
      teams:
        search: {models: [small]}
      """;
  private static final PolicyInForce FIRST =
      PolicyInForce.NONE.after("version/0000000001/k", document(1, VALID));

  @Test
  void aNewerVersionComesIntoForce() {
    PolicyInForce next = FIRST.after("version/0000000002/k", document(2, VALID));

    assertThat(next.version()).isEqualTo(2);
    assertThat(next.warning()).isEmpty();
  }

  @Test
  void theFirstThatIsSeenOfANumberHasIt() {
    assertThat(FIRST.after("version/0000000001/k", document(1, VALID.replace("acme", "late"))))
        .isSameAs(FIRST);
  }

  @Test
  void oneThatDoesNotParseLeavesTheOneBeforeAndIsNamedWithoutItsText() {
    PolicyInForce next = FIRST.after("version/0000000002/k", document(2, "organisation: [secret"));

    assertThat(next.snapshot()).isEqualTo(FIRST.snapshot());
    assertThat(next.warning())
        .hasValue("policy version 2 has 1 problem(s) and is ignored; version 1 stays in force");
  }

  @Test
  void oneWithASettingOfANewerReleaseIsRefusedWhole() {
    PolicyInForce next =
        FIRST.after(
            "version/0000000002/k",
            document(2, VALID.replace("acme", "other") + "quantum-limits: {}\n"));

    assertThat(next.snapshot().orElseThrow().policy().organisation()).isEqualTo("acme");
    assertThat(next.refused().orElseThrow().version()).isEqualTo(2);
  }

  /** Else an upgrade would bring back the version before it, and prompts go out unmasked. */
  @Test
  void aGuardWithABudgetOfTimeGovernsAsItDidBeforeBudgetsWereWork() {
    String guarded =
        VALID + "guards: [{id: mail, find: [email-address], mode: mask, budget: %s}]\n";
    for (String time : List.of("50ms", "5s", "2m", "1h")) {
      PolicyInForce next =
          FIRST.after("version/0000000002/k", document(2, guarded.formatted(time)));

      assertThat(next.warning()).isEmpty();
      assertThat(next.version()).isEqualTo(2);
      Guard guard =
          next.snapshot()
              .orElseThrow()
              .policy()
              .teams()
              .values()
              .iterator()
              .next()
              .guards()
              .guards()
              .getFirst();
      assertThat(guard.mode()).isEqualTo(GuardMode.MASK);
      assertThat(guard.budget()).isEqualTo(Guard.BUDGET);
    }
    assertThat(
            FIRST.after("version/0000000002/k", document(2, guarded.formatted("soon"))).version())
        .isEqualTo(1);
  }

  @Test
  void anotherOfTheSameNumberDoesNotReplaceTheRefusedOne() {
    PolicyInForce refused = FIRST.after("version/0000000002/k", document(2, "organisation: ["));

    assertThat(refused.after("version/0000000002/k", document(2, VALID))).isSameAs(refused);
  }

  @Test
  void theNextGoodVersionEndsTheWarning() {
    PolicyInForce next =
        FIRST
            .after("version/0000000002/k", document(2, "organisation: ["))
            .after("version/0000000003/k", document(3, VALID));

    assertThat(next.version()).isEqualTo(3);
    assertThat(next.warning()).isEmpty();
  }

  @Test
  void theNumberOfARefusedRecordThatIsWithdrawnIsFreeAgain() {
    PolicyInForce refused = FIRST.unreadable("version/0000000002/broken");

    assertThat(refused.withdrawn("version/0000000002/other")).isSameAs(refused);
    PolicyInForce withdrawn = refused.withdrawn("version/0000000002/broken");
    assertThat(withdrawn.warning()).isEmpty();
    assertThat(withdrawn.after("version/0000000002/k", document(2, VALID)).version()).isEqualTo(2);
    assertThat(FIRST.withdrawn("version/0000000001/k")).isSameAs(FIRST);
    assertThat(FIRST.unreadable("key/abc")).isSameAs(FIRST);
  }

  @Test
  void readsTheNumberOfOldAndNewKeys() {
    assertThat(PolicyVersionKey.version(PolicyVersionKey.of(42, "abc"))).hasValue(42);
    assertThat(PolicyVersionKey.version("version/0000000007")).hasValue(7);
    assertThat(PolicyVersionKey.version("key/0000000007")).isEmpty();
    assertThat(PolicyVersionKey.version("version/x")).isEmpty();
  }

  private static PolicyDocument document(long version, String text) {
    return new PolicyDocument(version, text, Instant.EPOCH, "test", "", "");
  }
}
