package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.governance.quota.AccountKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitsInForceTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      limits:
        - {id: company, unit: tokens, window: total, max: 2000}
      teams:
        search:
          limits:
            - {id: daily, unit: tokens, window: day, max: 1000}
            - {id: watched, unit: tokens, window: day, max: 1000, mode: soft}
      """;

  @ParameterizedTest
  @CsvSource({
    "*,      company,           true",
    "search, daily,             true",
    "search, daily/user=ann,    true",
    "*,      daily,             false",
    "search, company,           false",
    "search, watched,           false",
    "search, gone,              false",
    "ads,    daily,             true"
  })
  void areTheHardOnesOfTheOwnerInThePolicyThatGoverns(
      String owner, String account, boolean expected) {
    PolicySnapshot policy =
        switch (PolicyParser.parse(POLICY)) {
          case PolicyReading.Valid(Policy read) -> new PolicySnapshot(1, read);
          case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
        };

    boolean has = LimitsInForce.of(() -> Optional.of(policy)).has(key(owner, account));

    assertThat(has).isEqualTo(expected);
  }

  @Test
  void areAllWhileNoPolicyIsKnown() {
    assertThat(LimitsInForce.of(Optional::empty).has(key("search", "gone"))).isTrue();
  }

  private static AccountKey key(String owner, String account) {
    return new AccountKey(owner, account, Instant.EPOCH);
  }
}
