package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyAdviceTest {

  private static final String ODD =
      """
      organisation: acme
      providers:
        openai: {url: "http://api.example.org/v1", credential: "${env:KEY}"}
        spare: {builtin: echo}
      models:
        fast: {provider: openai, upstream-model: gpt}
        alone: {provider: openai}
        small: {provider: openai}
      routes:
        used: {failover: [inner, fast]}
        inner: {failover: [small]}
        unused: {failover: [fast]}
      teams:
        ads:
          models: [used]
        web:
          models: [fast]
          limits:
            - {id: none, unit: tokens, window: day, max: 0}
      prices:
        - {provider: openai, model: gpt, token-type: input, per-million: 1, valid-from: 2026-01-01}
        - {provider: openai, model: other, token-type: input, per-million: 1, valid-from: 2026-01-01}
      """;

  @Test
  void namesWhatIsLegalAndProbablyNotMeantInTheOrderOfTheText() {
    assertThat(advice(ODD))
        .containsExactly(
            "3:3 providers.openai: its credential is sent over http, where others can read it; use"
                + " https",
            "4:3 providers.spare: no model is served by it",
            "6:3 models.fast: no price of output tokens is known for 'gpt' of 'openai': its use"
                + " will cost nothing in any report",
            "7:3 models.alone: no team may use it",
            "8:3 models.small: no price of input and output tokens is known for 'small' of"
                + " 'openai': its use will cost nothing in any report",
            "12:3 routes.unused: no team may use it, and no route that a team may use leads here",
            "14:3 teams.ads: has no limit and may spend without end",
            "16:3 teams.web: limit 'none' has a max of 0, so it refuses every request",
            "22:5 prices[1]: no model is 'other' of 'openai'; a price names the upstream-model");
  }

  @Test
  void asksForThePriceOfAnHourInAnthropicsCache() {
    String text =
        """
        organisation: acme
        providers: {a: {kind: anthropic, url: "https://api.anthropic.com"}}
        models: {m: {provider: a}}
        teams: {t: {limits: [{id: l, unit: tokens, window: day, max: 5}]}}
        prices:
          - {provider: a, model: m, token-type: input, per-million: 3, valid-from: 2026-01-01}
          - {provider: a, model: m, token-type: output, per-million: 15, valid-from: 2026-01-01}
          - {provider: a, model: m, token-type: cache-write, per-million: 3.75, valid-from: 2026-01-01}
        """;

    assertThat(advice(text))
        .containsExactly(
            "3:10 models.m: no price of cache-write-1h tokens is known for 'm': what it keeps for an"
                + " hour will be unpriced");
    assertThat(
            advice(
                text
                    + "  - {provider: a, model: m, token-type: cache-write-1h, per-million: 6, valid-from: 2026-01-01}\n"))
        .isEmpty();
  }

  @Test
  void hasNothingToSayOfAPolicyThatIsWhole() {
    String whole =
        """
        organisation: acme
        providers: {e: {builtin: echo}, local: {url: "http://127.0.0.1:11434/v1"}}
        models: {m: {provider: e}, l: {provider: local}}
        routes: {r: {failover: [m]}}
        teams: {t: {limits: [{id: l, unit: tokens, window: day, max: 5}]}}
        prices:
          - {provider: local, model: l, token-type: input, per-million: 0, valid-from: 2026-01-01}
          - {provider: local, model: l, token-type: output, per-million: 0, valid-from: 2026-01-01}
        """;

    assertThat(advice(whole)).isEmpty();
  }

  private static List<String> advice(String text) {
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Valid(Policy policy) ->
          PolicyAdvice.of(policy, text).stream().map(PolicyProblem::toString).toList();
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }
}
