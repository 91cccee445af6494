package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyDiffTest {

  private static final String BEFORE =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
        openai: {url: "https://api.openai.com/v1", credential: "${env:OLD_KEY}"}
      models:
        a: {provider: echo}
        b: {provider: openai}
      routes:
        safe: {failover: [a, b]}
      teams:
        search:
          models: [a, b]
          limits:
            - {id: daily, unit: tokens, window: day, max: 20_000}
            - {id: calls, unit: requests, window: minute, max: 60}
        ads: {}
      prices:
        - {provider: openai, model: b, token-type: input, per-million: 0.50, valid-from: 2026-01-01}
      """;

  @Test
  void saysWhatWasAddedRemovedAndChangedAndWhere() {
    String after =
        BEFORE
            .replace("OLD_KEY", "NEW_KEY")
            .replace("max: 20_000", "max: 50000")
            .replace("      - {id: calls, unit: requests, window: minute, max: 60}\n", "")
            .replace("failover: [a, b]", "failover: [b, a]")
            .replace("ads: {}", "ads: {recording: strict}\n  web: {}")
            .replace("per-million: 0.50", "per-million: 0.75");

    assertThat(changes(BEFORE, after))
        .containsExactly(
            "~ prices[openai|b|input from 2026-01-01].per-million: 0.5 -> 0.75",
            "~ providers.openai.credential: ${env:OLD_KEY} -> ${env:NEW_KEY}",
            "~ routes.safe.failover: [a, b] -> [b, a]",
            "+ teams.ads.recording: strict",
            "- teams.search.limits[calls].id: calls",
            "- teams.search.limits[calls].max: 60",
            "- teams.search.limits[calls].unit: requests",
            "- teams.search.limits[calls].window: minute",
            "~ teams.search.limits[daily].max: 20000 -> 50000",
            "+ teams.web: {}");
  }

  @Test
  void knowsThatSpellingAndOrderMeanNothing() {
    String after =
        """
        # the same, written by another hand
        teams:
          ads: {}
          search:
            limits:
              - {max: 60, id: calls, unit: requests, window: minute}
              - {max: 20000, id: daily, unit: tokens, window: day}
            models: ["b", "a"]
        organisation: "acme"
        """
            + BEFORE.substring(BEFORE.indexOf("providers:"), BEFORE.indexOf("teams:"))
            + BEFORE.substring(BEFORE.indexOf("prices:")).replace("0.50", "\"0.5\"");

    assertThat(changes(BEFORE, after)).isEmpty();
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertThatThrownBy(() -> PolicyDiff.between(BEFORE, "a: ["))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no valid YAML");
  }

  private static List<String> changes(String before, String after) {
    return PolicyDiff.between(before, after).stream().map(PolicyChange::toString).toList();
  }
}
