package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.PolicyDocument;
import java.time.Instant;
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
  private static final PolicyInForce FIRST = PolicyInForce.NONE.after(document(1, VALID));

  @Test
  void aNewerVersionComesIntoForce() {
    PolicyInForce next = FIRST.after(document(2, VALID));

    assertThat(next.version()).isEqualTo(2);
    assertThat(next.warning()).isEmpty();
  }

  @Test
  void theFirstThatIsSeenOfANumberHasIt() {
    assertThat(FIRST.after(document(1, VALID.replace("acme", "late")))).isSameAs(FIRST);
  }

  @Test
  void oneThatDoesNotParseLeavesTheOneBeforeAndIsNamedWithoutItsText() {
    PolicyInForce next = FIRST.after(document(2, "organisation: [secret"));

    assertThat(next.snapshot()).isEqualTo(FIRST.snapshot());
    assertThat(next.warning())
        .hasValue("policy version 2 has 1 problem(s) and is ignored; version 1 stays in force");
  }

  @Test
  void oneWithASettingOfANewerReleaseIsRefusedWhole() {
    PolicyInForce next =
        FIRST.after(document(2, VALID.replace("acme", "other") + "quantum-limits: {}\n"));

    assertThat(next.snapshot().orElseThrow().policy().organisation()).isEqualTo("acme");
    assertThat(next.refused().orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void anotherOfTheSameNumberDoesNotReplaceTheRefusedOne() {
    PolicyInForce refused = FIRST.after(document(2, "organisation: ["));

    assertThat(refused.after(document(2, VALID))).isSameAs(refused);
  }

  @Test
  void theNextGoodVersionEndsTheWarning() {
    PolicyInForce next = FIRST.after(document(2, "organisation: [")).after(document(3, VALID));

    assertThat(next.version()).isEqualTo(3);
    assertThat(next.warning()).isEmpty();
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
