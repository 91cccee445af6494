package dev.weir.governance.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A policy text as paths and values. A list's item is called by what tells it apart: its {@code
 * id}, {@code name} or {@code to}, or the key of a price or discount; its number where it has none
 * of these.
 */
final class PolicyFacts {

  static final String EMPTY = "{}";

  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9_]*(\\.[0-9_]+)?");
  private static final List<String> NAMES = List.of("id", "name", "to");
  private static final List<String> DISCOUNT_SCOPE =
      List.of("team", "provider", "model", "token-type");
  private static final int DEPTH_MAX = 32;

  /** Only there does the order of plain names mean something. */
  private static final String ORDERED = "routes.";

  private final Map<String, String> facts = new TreeMap<>();

  private PolicyFacts() {}

  static Map<String, String> of(String text) {
    try {
      var read = new PolicyFacts();
      new Compose(PolicyParser.settings())
          .composeString(text)
          .ifPresent(root -> read.add("", root, 0));
      return read.facts;
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("no valid YAML", e);
    }
  }

  private void add(String path, Node node, int depth) {
    switch (node) {
      case MappingNode map when !map.getValue().isEmpty() && depth < DEPTH_MAX -> {
        for (NodeTuple each : map.getValue()) {
          String key = each.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
          add(path.isEmpty() ? key : path + "." + key, each.getValueNode(), depth + 1);
        }
      }
      case SequenceNode list when list.getValue().stream().allMatch(ScalarNode.class::isInstance) ->
          facts.put(path, names(path, list));
      case SequenceNode list when depth < DEPTH_MAX -> items(path, list, depth);
      case ScalarNode scalar -> facts.put(path, value(scalar));
      default -> facts.put(path, EMPTY);
    }
  }

  private void items(String path, SequenceNode list, int depth) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int i = 0; i < list.getValue().size(); i++) {
      Node item = list.getValue().get(i);
      String name = name(item).orElse(Integer.toString(i));
      int before = seen.merge(name, 1, Integer::sum);
      add(path + "[" + name + (before > 1 ? "#" + before : "") + "]", item, depth + 1);
    }
  }

  private static String names(String path, SequenceNode list) {
    List<String> names = new ArrayList<>();
    list.getValue().forEach(each -> names.add(value((ScalarNode) each)));
    if (!path.startsWith(ORDERED)) {
      names.sort(null);
    }
    return "[" + String.join(", ", names) + "]";
  }

  private static Optional<String> name(Node item) {
    if (!(item instanceof MappingNode map)) {
      return Optional.empty();
    }
    Map<String, String> texts =
        map.getValue().stream()
            .filter(each ->
                each.getKeyNode() instanceof ScalarNode
                    && each.getValueNode() instanceof ScalarNode)
            .collect(
                Collectors.toMap(
                    each -> ((ScalarNode) each.getKeyNode()).getValue(),
                    each -> ((ScalarNode) each.getValueNode()).getValue(),
                    (first, _) -> first));
    if (texts.containsKey("token-type") && !texts.containsKey("percent")) {
      return Optional.of(
          "%s|%s|%s%s from %s"
              .formatted(
                  texts.get("provider"),
                  texts.get("model"),
                  texts.get("token-type"),
                  texts.containsKey("service-tier") ? "|" + texts.get("service-tier") : "",
                  texts.get("valid-from")));
    }
    if (texts.containsKey("percent")) {
      return Optional.of(
          "%s from %s"
              .formatted(
                  DISCOUNT_SCOPE.stream()
                      .map(key -> texts.getOrDefault(key, "*"))
                      .collect(Collectors.joining("|")),
                  texts.get("valid-from")));
    }
    return NAMES.stream().filter(texts::containsKey).findFirst().map(texts::get);
  }

  private static String value(ScalarNode scalar) {
    String text = scalar.getValue();
    return NUMBER.matcher(text).matches()
        ? new BigDecimal(text.replace("_", "")).stripTrailingZeros().toPlainString()
        : text;
  }
}
