package dev.weir.governance.policy;

import dev.weir.governance.routing.RouteOptions;
import dev.weir.governance.routing.RouteStrategy;
import dev.weir.governance.routing.RouteStrategy.By;
import dev.weir.governance.routing.RouteStrategy.ByTask;
import dev.weir.governance.routing.RouteStrategy.Canary;
import dev.weir.governance.routing.RouteStrategy.Failover;
import dev.weir.governance.routing.RouteStrategy.FirstCapable;
import dev.weir.governance.routing.RouteStrategy.Fixed;
import dev.weir.governance.routing.RouteStrategy.LowestCost;
import dev.weir.governance.routing.RouteStrategy.LowestLatency;
import dev.weir.governance.routing.RouteStrategy.Split;
import dev.weir.governance.routing.RouteStrategy.Variant;
import dev.weir.governance.routing.RouteStrategy.Weight;
import dev.weir.governance.routing.RouteStrategy.Weighted;
import dev.weir.governance.task.TaskKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads {@code routes}: each a strategy over models and other routes. What stands where a strategy
 * is expected is a name, or a mapping with exactly one of {@link #KINDS}.
 */
final class RouteParser {

  /** Surer than that, the model of tasks is right nine times out of ten on texts foreign to it. */
  private static final long MIN_CONFIDENCE_PERCENT = 80;

  private static final List<String> KINDS =
      List.of(
          "failover",
          "weighted",
          "lowest-latency",
          "lowest-cost",
          "first-capable",
          "by-task",
          "split",
          "canary");

  /** Strategies that are read at most: YAML's aliases make much of a short text. */
  private static final int READ_MAX = 4_096;

  /** Routes that are read inside one another at most: a stack has an end. */
  private static final int OPEN_MAX = 64;

  private static final long MAX_ERROR_PERCENT = 10;

  private final PolicyProblems problems;
  private final Set<String> models;
  private final Map<String, Node> written = new LinkedHashMap<>();
  private final Map<String, Optional<RouteStrategy>> read = new HashMap<>();
  private final Map<String, RouteOptions> options = new HashMap<>();
  private final RouteSizes sizes = new RouteSizes();

  /** The routes that are being read, to find circles. */
  private final Deque<String> open = new ArrayDeque<>();

  private int reads;

  RouteParser(PolicyProblems problems, Set<String> models) {
    this.problems = problems;
    this.models = models;
  }

  Map<String, RouteStrategy> read(YamlMap routes) {
    routes.nodes((name, node) -> {
      if (models.contains(name)) {
        routes.keyProblem(name, "a model has this name already");
      } else {
        written.put(name, node);
      }
    });
    Map<String, RouteStrategy> all = new LinkedHashMap<>();
    written.keySet().forEach(name -> route(name).ifPresent(found -> all.put(name, found)));
    return all;
  }

  /** The names of all routes, those that are at fault among them. */
  Set<String> names() {
    return written.keySet();
  }

  /** Of the routes that have any; to be asked after {@link #read}. */
  Map<String, RouteOptions> options() {
    return options;
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
    open.addLast(name);
    Optional<RouteStrategy> strategy = strategy(node, "routes." + name, 1, name);
    open.removeLast();
    read.put(name, strategy);
    return strategy;
  }

  /**
   * A strategy where a name or a mapping may stand.
   *
   * @param depth that of a mapping here
   * @param route the route that it is, which may have options; empty where it is a part
   */
  private Optional<RouteStrategy> strategy(Node node, String path, int depth, String route) {
    if (node instanceof ScalarNode scalar) {
      return named(scalar.getValue(), node, path);
    }
    if (depth > RouteSizes.DEPTH_MAX) {
      problems.add(node, path, RouteSizes.TOO_DEEP);
      return Optional.empty();
    }
    if (++reads > READ_MAX) {
      if (reads == READ_MAX + 1) {
        problems.add(node, path, "the routes have more than " + READ_MAX + " strategies");
      }
      return Optional.empty();
    }
    try (YamlMap map = new YamlMap(node, path, problems)) {
      if (!route.isEmpty()) {
        RouteOptions given = RoutingParser.options(map);
        if (!given.equals(RouteOptions.NONE)) {
          options.put(route, given);
        }
      }
      return new Reading(map, path, depth).strategy();
    }
  }

  private Optional<RouteStrategy> named(String name, Node node, String path) {
    if (models.contains(name)) {
      return Optional.of(new Fixed(name));
    }
    if (open.contains(name)) {
      List<String> circle = new ArrayList<>(open);
      circle = circle.subList(circle.indexOf(name), circle.size());
      problems.add(
          node, path, "routes in a circle: " + String.join(" to ", circle) + " to " + name);
      return Optional.empty();
    }
    if (!written.containsKey(name)) {
      List<String> names = new ArrayList<>(models);
      names.addAll(written.keySet());
      problems.add(node, path, "no model or route '" + name + "'" + Suggestion.among(names, name));
      return Optional.empty();
    }
    if (open.size() == OPEN_MAX) {
      problems.add(node, path, "more than " + OPEN_MAX + " routes that name one another");
      return Optional.empty();
    }
    return route(name);
  }

  /** One mapping that is a strategy. */
  private final class Reading {

    private final YamlMap map;
    private final String path;
    private final int depth;

    /** A strategy whose members are at fault is not at fault itself. */
    private final int problemsBefore = problems.count();

    private boolean lacksMember;

    Reading(YamlMap map, String path, int depth) {
      this.map = map;
      this.path = path;
      this.depth = depth;
    }

    Optional<RouteStrategy> strategy() {
      List<String> given = KINDS.stream().filter(map::has).toList();
      if (given.size() != 1) {
        problems.add(map.node(), path, "expected exactly one of " + String.join(", ", KINDS));
        return Optional.empty();
      }
      String kind = given.getFirst();
      return switch (kind) {
        case "weighted" -> weighted();
        case "by-task" -> byTask();
        case "split" -> split();
        case "canary" -> canary();
        case "lowest-latency" -> members(kind, LowestLatency::new);
        case "lowest-cost" -> members(kind, LowestCost::new);
        case "first-capable" -> members(kind, FirstCapable::new);
        default -> members(kind, Failover::new);
      };
    }

    private Optional<RouteStrategy> members(
        String kind, Function<List<RouteStrategy>, RouteStrategy> build) {
      List<RouteStrategy> members = new ArrayList<>();
      each(map, kind, (at, node) -> member(node, at).ifPresent(members::add));
      return whole(map, () -> build.apply(members));
    }

    private Optional<RouteStrategy> weighted() {
      List<Weight> members = new ArrayList<>();
      each(
          map,
          "weighted",
          (at, node) -> {
            try (YamlMap member = new YamlMap(node, at, problems)) {
              long weight = member.count("weight");
              part(member, "to", at)
                  .flatMap(to -> member.checked(_ -> new Weight(to, weight)))
                  .ifPresent(members::add);
            }
          });
      return whole(map, () -> new Weighted(members));
    }

    private Optional<RouteStrategy> byTask() {
      Map<TaskKind, RouteStrategy> kinds = new EnumMap<>(TaskKind.class);
      try (YamlMap byTask = map.map("by-task")) {
        String at = path + ".by-task";
        for (TaskKind kind : TaskKind.values()) {
          if (byTask.has(kind.text())) {
            part(byTask, kind.text(), at).ifPresent(to -> kinds.put(kind, to));
          }
        }
        if (kinds.isEmpty() && !lacksMember) {
          byTask.problem("simple", "expected at least one kind of task and its model");
        }
        Optional<RouteStrategy> otherwise = part(byTask, "otherwise", at);
        long percent = byTask.count("min-confidence-percent", MIN_CONFIDENCE_PERCENT);
        return otherwise.isEmpty()
            ? Optional.empty()
            : whole(byTask, () -> new ByTask(kinds, otherwise.get(), percent));
      }
    }

    private Optional<RouteStrategy> split() {
      List<Variant> variants = new ArrayList<>();
      try (YamlMap split = map.map("split")) {
        By by = split.choice("by", By.class, By.USER);
        each(
            split,
            "variants",
            (at, node) -> {
              try (YamlMap variant = new YamlMap(node, at, problems)) {
                String name = variant.text("name");
                long percent = variant.count("percent");
                Optional<RouteStrategy> to = part(variant, "to", at);
                if (!name.isEmpty()) {
                  to.flatMap(it -> variant.checked(_ -> new Variant(name, it, percent)))
                      .ifPresent(variants::add);
                }
              }
            });
        return whole(split, () -> new Split(by, variants, salt()));
      }
    }

    private Optional<RouteStrategy> canary() {
      try (YamlMap canary = map.map("canary")) {
        Optional<RouteStrategy> to = part(canary, "to", path + ".canary");
        Optional<RouteStrategy> stable = part(canary, "stable", path + ".canary");
        long percent = canary.count("percent");
        long maxErrorPercent =
            canary.has("max-error-percent") ? canary.count("max-error-percent") : MAX_ERROR_PERCENT;
        return to.isEmpty() || stable.isEmpty()
            ? Optional.empty()
            : whole(
                canary, () -> new Canary(to.get(), stable.get(), percent, maxErrorPercent, salt()));
      }
    }

    /** Where it stands in the policy: another experiment stands elsewhere. */
    private String salt() {
      return path;
    }

    private Optional<RouteStrategy> part(YamlMap of, String key, String at) {
      if (!of.has(key)) {
        of.problem(key, "required");
        return Optional.empty();
      }
      return member(of.node(key), at + "." + key);
    }

    private Optional<RouteStrategy> member(Node node, String at) {
      Optional<RouteStrategy> member = RouteParser.this.strategy(node, at, depth + 1, "");
      lacksMember |= member.isEmpty();
      return member;
    }

    /** Reads a list; one that is too long is not read at all. */
    private void each(YamlMap of, String key, BiConsumer<String, Node> item) {
      Map<String, Node> items = new LinkedHashMap<>();
      int before = problems.count();
      of.each(key, items::put);
      if (problems.count() == before
          && (items.isEmpty() || items.size() > RouteStrategy.MEMBERS_MAX)) {
        of.problem(key, "expected 1 to " + RouteStrategy.MEMBERS_MAX + " members: " + items.size());
      } else {
        items.forEach(item);
      }
    }

    private Optional<RouteStrategy> whole(YamlMap where, Supplier<RouteStrategy> build) {
      return !lacksMember && problems.count() == problemsBefore
          ? where.checked(_ -> sizes.limited(build.get()))
          : Optional.empty();
    }
  }
}
