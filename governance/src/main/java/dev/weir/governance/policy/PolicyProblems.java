package dev.weir.governance.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers what is wrong, in the order of the text; past {@link #MAX} it only counts. */
class PolicyProblems {

  static final int MAX = 100;

  private final List<PolicyProblem> all = new ArrayList<>();
  private int more;

  void add(Node node, String path, String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    add(new PolicyProblem(line, column, path, message));
  }

  void add(PolicyProblem problem) {
    if (all.size() == MAX) {
      more++;
    } else {
      all.add(problem);
    }
  }

  /** Told of the keys that may stand in the mapping at {@code path}, once it was read. */
  void asked(String path, Set<String> keys) {}

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** How many there are so far: the same before and after reading something that is right. */
  int count() {
    return all.size() + more;
  }

  List<PolicyProblem> inOrder() {
    List<PolicyProblem> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column));
    if (more > 0) {
      PolicyProblem last = sorted.getLast();
      sorted.add(new PolicyProblem(last.line(), last.column(), "", more + " more problems"));
    }
    return sorted;
  }
}
