package dev.weir.standalone.litellm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns names with several models and fallbacks into routes. What a name stands for by itself gets
 * a name of its own where the name has fallbacks, so that two that fall back to each other, which
 * LiteLLM allows, become no circle.
 */
final class Groups {

  private static final int MEMBERS_MAX = 32;
  private static final int WEIGHT_MAX = 1_000;

  private final Draft draft;
  private final Findings findings;
  private final Map<String, List<Deployment>> groups;

  /** What a name stands for without its fallbacks: the name of a model or of a route. */
  private final Map<String, String> own = new LinkedHashMap<>();

  Groups(Draft draft, Findings findings, Map<String, List<Deployment>> groups) {
    this.draft = draft;
    this.findings = findings;
    this.groups = groups;
  }

  /** {@code kind}: the strategy over the models of one name, as Weir calls it. */
  void write(String kind, Map<String, List<String>> fallbacks) {
    groups.forEach((name, deployments) -> own.put(name, own(kind, name, deployments, fallbacks)));
    groups
        .keySet()
        .forEach(name -> {
          List<String> to = fallbacks.getOrDefault(name, List.of());
          if (!to.isEmpty()) {
            draft.route(name, "{failover: " + Yaml.list(chain(name, to)) + "}");
          }
        });
  }

  /** Another name for a group; false where there is no such group or the name is taken. */
  boolean alias(String alias, String group) {
    if (!groups.containsKey(group) || draft.hasName(alias)) {
      return false;
    }
    draft.route(alias, "{failover: " + Yaml.list(List.of(group)) + "}");
    return true;
  }

  private String own(
      String kind, String name, List<Deployment> deployments, Map<String, List<String>> fallbacks) {
    boolean hasFallbacks = fallbacks.containsKey(name) && !fallbacks.get(name).isEmpty();
    if (deployments.size() == 1) {
      String model = hasFallbacks ? free(name + "--own") : name;
      draft.model(model, deployments.getFirst());
      return model;
    }
    List<Deployment> taken = deployments.stream().limit(MEMBERS_MAX).toList();
    if (taken.size() < deployments.size()) {
      findings.add(
          "model_list",
          Fate.MANUAL,
          "more than %d models of one name; the others were left out".formatted(MEMBERS_MAX));
    }
    List<String> models = new ArrayList<>();
    for (Deployment deployment : taken) {
      String model = free(name + "--" + (models.size() + 1));
      draft.model(model, deployment);
      models.add(model);
    }
    String route = hasFallbacks ? free(name + "--own") : name;
    draft.route(route, strategy(kind, models, taken));
    return route;
  }

  private List<String> chain(String name, List<String> fallbacks) {
    Set<String> chain = new LinkedHashSet<>();
    chain.add(own.getOrDefault(name, name));
    for (String each : fallbacks) {
      String known = own.get(each);
      if (known == null) {
        findings.add("fallbacks", Fate.MANUAL, "a fallback of one name is no model of the file");
      } else if (chain.size() < MEMBERS_MAX) {
        chain.add(known);
      }
    }
    return List.copyOf(chain);
  }

  private static String strategy(String kind, List<String> models, List<Deployment> deployments) {
    if (!kind.equals("weighted")) {
      return "{" + kind + ": " + Yaml.list(models) + "}";
    }
    boolean shared = deployments.stream().allMatch(it -> it.share().isPresent());
    BigDecimal most =
        deployments.stream()
            .map(Deployment::share)
            .flatMap(Optional::stream)
            .max(BigDecimal::compareTo)
            .orElse(BigDecimal.ONE);
    List<String> members = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      BigDecimal share = deployments.get(i).share().orElse(BigDecimal.ONE);
      members.add(
          "{to: %s, weight: %d}"
              .formatted(Yaml.text(models.get(i)), shared ? weight(share, most) : 1));
    }
    return "{weighted: [" + String.join(", ", members) + "]}";
  }

  /** Whole numbers of at most 1,000 stay; others are scaled so that the largest is 1,000. */
  private static long weight(BigDecimal share, BigDecimal most) {
    boolean whole =
        share.stripTrailingZeros().scale() <= 0
            && most.stripTrailingZeros().scale() <= 0
            && most.compareTo(BigDecimal.valueOf(WEIGHT_MAX)) <= 0;
    BigDecimal weight =
        whole
            ? share
            : share
                .multiply(BigDecimal.valueOf(WEIGHT_MAX))
                .divide(most, MathContext.DECIMAL64)
                .setScale(0, RoundingMode.HALF_UP);
    return Math.max(1, weight.longValue());
  }

  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; draft.hasName(name) || groups.containsKey(name); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }
}
