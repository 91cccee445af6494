package dev.weir.governance.policy;

import dev.weir.governance.burn.BudgetAlerts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code alerts}: what is told of budgets. */
final class AlertParser {

  /** YAML's two words, as they are written in a policy. */
  private enum Switch {
    TRUE,
    FALSE
  }

  private final PolicyProblems problems;

  AlertParser(PolicyProblems problems) {
    this.problems = problems;
  }

  /** What stands under {@code alerts}; what does not has its default. */
  BudgetAlerts read(YamlMap root) {
    BudgetAlerts usual = BudgetAlerts.DEFAULT;
    try (YamlMap alerts = root.map("alerts");
        YamlMap budget = alerts.map("budget")) {
      List<Integer> at = budget.has("at") ? percentages(budget) : usual.at();
      Switch otherwise = usual.burnRate() ? Switch.TRUE : Switch.FALSE;
      boolean burnRate = budget.choice("burn-rate", Switch.class, otherwise) == Switch.TRUE;
      return budget.checked(_ -> new BudgetAlerts(at, burnRate)).orElse(usual);
    }
  }

  private List<Integer> percentages(YamlMap budget) {
    List<Integer> all = new ArrayList<>();
    budget.each(
        "at",
        (path, node) ->
            percentage(node)
                .ifPresentOrElse(
                    all::add,
                    () -> problems.add(node, path, "expected a whole percentage, like 80")));
    return all;
  }

  private static Optional<Integer> percentage(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,4}")
        ? Optional.of(Integer.parseInt(scalar.getValue()))
        : Optional.empty();
  }
}
