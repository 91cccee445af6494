package dev.weir.standalone.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Flattens a YAML text to dotted names and their texts. */
final class YamlSettings {

  private static final int CODE_POINTS_MAX = 1 << 20;
  private static final int DEPTH_MAX = 16;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private YamlSettings() {}

  /**
   * The settings of a file.
   *
   * @throws InvalidConfigException where the text is no YAML mapping of names to values
   */
  static Map<String, String> parse(String yaml) {
    var settings = new YamlSettings();
    settings.readAll(yaml);
    if (!settings.problems.isEmpty()) {
      throw new InvalidConfigException(settings.problems);
    }
    return settings.values;
  }

  private void readAll(String yaml) {
    var limits =
        LoadSettings.builder()
            .setCodePointLimit(CODE_POINTS_MAX)
            .setMaxAliasesForCollections(0)
            .build();
    try {
      Optional<Node> root = new Compose(limits).composeString(yaml);
      root.ifPresent(node -> read("", node, 0));
    } catch (YamlEngineException e) {
      problems.add("no YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
    }
  }

  private void read(String name, Node node, int depth) {
    switch (node) {
      case MappingNode mapping when depth < DEPTH_MAX -> {
        for (NodeTuple entry : mapping.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode key) {
            read(
                name.isEmpty() ? key.getValue() : name + "." + key.getValue(),
                entry.getValueNode(),
                depth + 1);
          } else {
            problems.add(at(entry.getKeyNode()) + "a name is a plain text");
          }
        }
      }
      case ScalarNode scalar when !name.isEmpty() -> {
        String value = scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
        if (values.putIfAbsent(name, value) != null) {
          problems.add(at(node) + name + ": stands here twice");
        }
      }
      default ->
          problems.add(
              at(node) + (name.isEmpty() ? "the file" : name) + ": expected names and values");
    }
  }

  private static String at(Node node) {
    return node.getStartMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
  }
}
