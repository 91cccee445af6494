package dev.weir.governance.policy;

import dev.weir.governance.routing.RouteStrategy;
import dev.weir.governance.routing.RouteStrategy.By;
import dev.weir.governance.routing.RouteStrategy.Variant;
import dev.weir.governance.routing.RouteStrategy.Weight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code routes}: each a strategy over models and other routes. What stands where a strategy
 * is expected is a name, or a mapping with one of {@code failover}, {@code weighted}, {@code
 * split}.
 */
final class RouteParser {

  private static final int DEPTH_MAX = 8;
  private static final String EXPECTED = "expected one of failover, weighted, split";

  private final PolicyProblems problems;
  private final Set<String> models;
  private final Map<String, Node> written = new LinkedHashMap<>();
  private final Map<String, Optional<RouteStrategy>> read = new HashMap<>();

  /** The routes that are being read, to find circles. */
  private final Deque<String> open = new ArrayDeque<>();

  RouteParser(PolicyProblems problems, Set<String> models) {
    this.problems = problems;
    this.models = models;
  }

  Map<String, RouteStrategy> read(YamlMap routes) {
    routes.nodes((name, node) -> {
      if (models.contains(name)) {
        problems.add(node, "routes." + name, "a model has this name already");
      } else {
        written.put(name, node);
      }
    });
    Map<String, RouteStrategy> all = new LinkedHashMap<>();
    written.keySet().forEach(name -> route(name).ifPresent(found -> all.put(name, found)));
    return all;
  }

  private Optional<RouteStrategy> route(String name) {
    Optional<RouteStrategy> known = read.get(name);
    if (known != null) {
      return known;
    }
    Node node = written.get(name);
    if (node == null) {
      return Optional.empty();
    }
    open.push(name);
    Optional<RouteStrategy> strategy = strategy(node, "routes." + name);
    open.pop();
    read.put(name, strategy);
    return strategy;
  }

  /** A strategy where a name or a mapping may stand. */
  private Optional<RouteStrategy> strategy(Node node, String path) {
    if (node instanceof ScalarNode scalar) {
      return named(scalar.getValue(), node, path);
    }
    if (path.chars().filter(each -> each == '.').count() > 2L * DEPTH_MAX) {
      problems.add(node, path, "strategies nest at most " + DEPTH_MAX + " deep");
      return Optional.empty();
    }
    try (YamlMap map = new YamlMap(node, path, problems)) {
      return strategy(map, path);
    }
  }

  private Optional<RouteStrategy> named(String name, Node node, String path) {
    if (models.contains(name)) {
      return Optional.of(new RouteStrategy.Fixed(name));
    }
    if (open.contains(name)) {
      List<String> circle = new ArrayList<>(open.reversed());
      circle.add(name);
      problems.add(node, path, "routes in a circle: " + String.join(" to ", circle));
      return Optional.empty();
    }
    if (!written.containsKey(name)) {
      List<String> names = new ArrayList<>(models);
      names.addAll(written.keySet());
      problems.add(node, path, "no model or route '" + name + "'" + Suggestion.among(names, name));
      return Optional.empty();
    }
    return route(name);
  }

  private Optional<RouteStrategy> strategy(YamlMap map, String path) {
    List<String> given = new ArrayList<>();
    for (String each : List.of("failover", "weighted", "split")) {
      if (map.has(each)) {
        given.add(each);
      }
    }
    if (given.size() != 1) {
      problems.add(map.node(), path, EXPECTED);
      return Optional.empty();
    }
    return switch (given.getFirst()) {
      case "failover" -> failover(map);
      case "weighted" -> weighted(map);
      default -> split(map);
    };
  }

  private Optional<RouteStrategy> failover(YamlMap map) {
    List<RouteStrategy> members = new ArrayList<>();
    map.each("failover", (at, node) -> strategy(node, at).ifPresent(members::add));
    return checked(map, _ -> new RouteStrategy.Failover(members));
  }

  private Optional<RouteStrategy> weighted(YamlMap map) {
    List<Weight> members = new ArrayList<>();
    map.each(
        "weighted",
        (path, node) -> {
          try (YamlMap member = new YamlMap(node, path, problems)) {
            long weight = member.count("weight");
            to(member, path)
                .flatMap(to -> member.checked(_ -> new Weight(to, weight)))
                .ifPresent(members::add);
          }
        });
    return checked(map, _ -> new RouteStrategy.Weighted(members));
  }

  private Optional<RouteStrategy> split(YamlMap map) {
    List<Variant> variants = new ArrayList<>();
    try (YamlMap split = map.map("split")) {
      By by = split.choice("by", By.class, By.USER);
      split.each(
          "variants",
          (path, node) -> {
            try (YamlMap variant = new YamlMap(node, path, problems)) {
              String name = variant.text("name");
              long percent = variant.count("percent");
              to(variant, path)
                  .flatMap(to -> variant.checked(_ -> new Variant(name, to, percent)))
                  .ifPresent(variants::add);
            }
          });
      return checked(split, _ -> new RouteStrategy.Split(by, variants));
    }
  }

  private Optional<RouteStrategy> to(YamlMap map, String path) {
    if (!map.has("to")) {
      map.problem("to", "required");
      return Optional.empty();
    }
    return strategy(map.node("to"), path + ".to");
  }

  /** A strategy whose members are at fault is not told twice. */
  private Optional<RouteStrategy> checked(YamlMap map, Function<YamlMap, RouteStrategy> build) {
    return problems.isEmpty() ? map.checked(build) : Optional.empty();
  }
}
