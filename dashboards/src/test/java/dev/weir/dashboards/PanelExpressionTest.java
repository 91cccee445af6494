package dev.weir.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PanelExpressionTest {

  private final PanelExpression expression =
      new PanelExpression(
          "Tokens",
          "sum by (team) (rate(gen_ai_client_token_usage_sum{team=~\"$team\"}[$__rate_interval]))"
              + " / sum(weir_sinks_open_bytes)");

  @Test
  void putsValuesInThePlaceOfVariables() {
    assertThat(expression.resolved(Map.of("team", ".*"), Duration.ofSeconds(20)))
        .isEqualTo(
            "sum by (team) (rate(gen_ai_client_token_usage_sum{team=~\".*\"}[20s]))"
                + " / sum(weir_sinks_open_bytes)");
  }

  @Test
  void refusesAVariableWithoutAValue() {
    assertThatThrownBy(() -> expression.resolved(Map.of(), Duration.ofSeconds(20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no value for $team in ");
  }

  @Test
  void namesWhatItReads() {
    assertThat(expression.metrics())
        .containsExactly("gen_ai_client_token_usage_sum", "weir_sinks_open_bytes");
    assertThat(expression.variables()).containsExactly("team");
  }
}
