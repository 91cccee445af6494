package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.burn.BudgetAlerts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertParserTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        echo-small: {provider: echo}
      teams:
        search: {}
      """;

  @Test
  void tellsSharesAndBurnRatesWhereNothingIsSaid() {
    assertThat(read("").alerts()).isEqualTo(BudgetAlerts.DEFAULT);
    assertThat(read("alerts: {budget: {}}").alerts()).isEqualTo(BudgetAlerts.DEFAULT);
  }

  @Test
  void readsWhatIsSaid() {
    assertThat(read("alerts: {budget: {at: [90, 25, 90], burn-rate: false}}").alerts())
        .isEqualTo(new BudgetAlerts(List.of(25, 90), false));
    assertThat(read("alerts: {budget: {at: []}}").alerts())
        .isEqualTo(new BudgetAlerts(List.of(), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alerts: {budget: {at: [50, most]}} | 8:28: alerts.budget.at[1]: expected a whole percentage, like 80",
        "alerts: {budget: {at: 50}} | 8:23: alerts.budget.at: expected a list (- item)",
        "alerts: {budget: {at: [0]}} | 8:18: alerts.budget: expected at most 10 whole percentages from 1 to 1000",
        "alerts: {budget: {burn-rate: on}} | 8:30: alerts.budget.burn-rate: expected one of true, false",
        "alerts: {budgets: {}} | 8:10: alerts.budgets: no such setting; did you mean 'budget'?",
        "alerts: {budget: {burn: true}} | 8:19: alerts.budget.burn: no such setting"
      })
  void saysWhereItIsWrong(String section, String problem) {
    assertThat(PolicyParser.parse(POLICY + section))
        .isInstanceOfSatisfying(
            PolicyReading.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .singleElement()
                    .extracting(it ->
                        "%d:%d: %s: %s".formatted(it.line(), it.column(), it.path(), it.message()))
                    .isEqualTo(problem));
  }

  private static Policy read(String section) {
    return ((PolicyReading.Valid) PolicyParser.parse(POLICY + section)).policy();
  }
}
