package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.event.PolicyDocument;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PolicySnapshotTest {

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

  @Test
  void aNewerVersionComesIntoForce() {
    assertThat(PolicySnapshot.newerThan(1, document(2, VALID)))
        .hasValueSatisfying(next -> assertThat(next.version()).isEqualTo(2));
  }

  @Test
  void anOlderVersionAndTheSameAgainChangeNothing() {
    assertThat(PolicySnapshot.newerThan(2, document(1, VALID))).isEmpty();
    assertThat(PolicySnapshot.newerThan(2, document(2, VALID))).isEmpty();
  }

  @Test
  void oneThatDoesNotParseIsNamedWithoutItsText() {
    assertThatThrownBy(() -> PolicySnapshot.newerThan(1, document(2, "organisation: [secret")))
        .isInstanceOf(UnreadablePolicyException.class)
        .hasMessage("policy version 2 has 1 problem(s) and is ignored; version 1 stays in force");
  }

  @Test
  void anOlderOneThatDoesNotParseIsNobodysConcern() {
    assertThat(PolicySnapshot.newerThan(2, document(1, "organisation: [secret"))).isEmpty();
  }

  private static PolicyDocument document(long version, String text) {
    return new PolicyDocument(version, text, Instant.EPOCH, "test");
  }
}
