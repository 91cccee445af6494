package dev.weir.governance.policy;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.statement.SharedCost;
import dev.weir.governance.statement.SplitBasis;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code shared-costs}: whose costs are borne by whom. */
final class SharedCostParser {

  /** Each is split for every statement. */
  static final int RULES_MAX = 200;

  private final PolicyProblems problems;
  private final List<String> teams;
  private final List<SharedCost> read = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  SharedCostParser(PolicyProblems problems, Set<TeamId> teams) {
    this.problems = problems;
    this.teams = teams.stream().map(TeamId::value).sorted().toList();
  }

  /** What stands under {@code shared-costs}, in the order of the text. */
  List<SharedCost> read(YamlMap root) {
    root.each("shared-costs", this::rule);
    if (read.size() > RULES_MAX) {
      root.problem("shared-costs", "at most " + RULES_MAX + " rules");
    }
    return List.copyOf(read);
  }

  private void rule(String path, Node node) {
    try (YamlMap map = new YamlMap(node, path, problems)) {
      String id = map.text("id");
      if (!id.isEmpty() && !ids.add(id)) {
        map.problem("id", "another shared cost has this id");
      }
      if (!map.has("by")) {
        map.problem("by", "required");
      }
      SplitBasis by = map.choice("by", SplitBasis.class, SplitBasis.COST);
      Map<String, Long> shares = by == SplitBasis.FIXED ? shares(map) : among(map);
      Optional<TeamId> from = Optional.empty();
      Optional<String> project = Optional.empty();
      try (YamlMap source = map.map("from")) {
        from = team(source);
        project = source.optionalText("project");
      }
      if (id.isEmpty() || from.isEmpty() || shares.isEmpty()) {
        return;
      }
      TeamId whose = from.get();
      Optional<String> part = project;
      map.checked(_ -> new SharedCost(id, whose, part, by, shares))
          .ifPresent(rule -> add(rule, map));
    }
  }

  private void add(SharedCost rule, YamlMap map) {
    read.stream()
        .filter(rule::overlaps)
        .findFirst()
        .ifPresent(
            other -> map.problem("from", "shared cost '" + other.id() + "' splits this already"));
    read.add(rule);
  }

  private Optional<TeamId> team(YamlMap source) {
    String name = source.text("team");
    return name.isEmpty() || !isKnown(source, "team", name)
        ? Optional.empty()
        : Optional.of(new TeamId(name));
  }

  /** Everybody counts as much as he used. */
  private Map<String, Long> among(YamlMap map) {
    Map<String, Long> shares = new TreeMap<>();
    if (map.has("shares")) {
      map.problem("shares", "only where by is fixed; name the teams under among");
    }
    List<String> names = map.texts("among");
    if (names.isEmpty()) {
      map.problem("among", "expected the teams that bear the cost");
    }
    for (String name : names) {
      if (isKnown(map, "among", name) && shares.put(name, 1L) != null) {
        map.problem("among", "team '" + name + "' stands here twice");
      }
    }
    return shares;
  }

  private Map<String, Long> shares(YamlMap map) {
    Map<String, Long> shares = new TreeMap<>();
    if (map.has("among")) {
      map.problem("among", "not where by is fixed; state shares");
    }
    if (!map.has("shares")) {
      map.problem("shares", "required");
    }
    try (YamlMap each = map.map("shares")) {
      each.nodes((name, _) -> {
        if (isKnown(each, name, name)) {
          each.optionalPositive(name).ifPresent(share -> shares.put(name, share));
        }
      });
    }
    return shares;
  }

  private boolean isKnown(YamlMap map, String key, String name) {
    if (teams.contains(name)) {
      return true;
    }
    map.problem(key, "no team '" + name + "'" + Suggestion.among(teams, name));
    return false;
  }
}
