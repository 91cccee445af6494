package dev.weir.governance.policy;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Where the entries of the first two levels stand in the text of a policy that parses. */
final class PolicyMarks {

  private final Map<String, Node> nodes = new HashMap<>();

  private PolicyMarks() {}

  static PolicyMarks of(String text) {
    var marks = new PolicyMarks();
    new Compose(PolicyParser.settings()).composeString(text).ifPresent(marks::addAll);
    return marks;
  }

  private void addAll(Node root) {
    if (root instanceof MappingNode map) {
      for (NodeTuple each : map.getValue()) {
        String key = key(each);
        nodes.put(key, each.getKeyNode());
        addBelow(key, each.getValueNode());
      }
    }
  }

  private void addBelow(String path, Node node) {
    if (node instanceof MappingNode map) {
      map.getValue().forEach(each -> nodes.put(path + "." + key(each), each.getKeyNode()));
    } else if (node instanceof SequenceNode list) {
      for (int i = 0; i < list.getValue().size(); i++) {
        nodes.put(path + "[" + i + "]", list.getValue().get(i));
      }
    }
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  PolicyProblem problem(String path, String message) {
    var mark = nodes.containsKey(path) ? nodes.get(path).getStartMark() : null;
    return mark == null || mark.isEmpty()
        ? new PolicyProblem(1, 1, path, message)
        : new PolicyProblem(mark.get().getLine() + 1, mark.get().getColumn() + 1, path, message);
  }
}
