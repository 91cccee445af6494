package dev.weir.governance.statement;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What shared costs are split by, and among whose statements.
 *
 * @param organisation whose policy it is
 * @param policyVersion of the rules; 0 where there is no policy
 * @param group the teams whose statements are made together: those that are closed together, or all
 *     that are open. A part that falls to anybody else stays where it is, since his statement is
 *     closed and cannot take it.
 */
public record Sharing(
    String organisation, long policyVersion, List<SharedCost> rules, Set<String> group) {

  public Sharing {
    rules = List.copyOf(rules);
    group = Set.copyOf(group);
  }

  /** A rule of which some statements would be closed and some stay open. */
  public record Torn(String rule, List<String> left) {}

  /**
   * Why the group cannot be closed while {@code open} are open, itself among them: what its
   * statements say of a shared cost would change with those that are left.
   */
  public Optional<Torn> torn(Set<String> open) {
    for (SharedCost rule : rules) {
      List<String> concerned = open.stream().filter(rule::concerns).sorted().toList();
      List<String> left = concerned.stream().filter(each -> !group.contains(each)).toList();
      if (!left.isEmpty() && left.size() < concerned.size()) {
        return Optional.of(new Torn(rule.id(), left));
      }
    }
    return Optional.empty();
  }
}
