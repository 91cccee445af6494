package dev.weir.standalone.litellm;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes a policy of a LiteLLM proxy's {@code config.yaml}. Each setting of the file is in the
 * findings; no value of it is in there, and no secret is in the policy.
 */
public final class LiteLlmImport {

  private static final int CODE_POINTS_MAX = 1 << 20;
  private static final int ALIASES_MAX = 50;

  private final Findings findings = new Findings();
  private final Draft draft;

  private LiteLlmImport(LocalDate pricesFrom) {
    this.draft = new Draft(pricesFrom);
  }

  /**
   * What the file says, as a policy.
   *
   * @param pricesFrom from when on its prices hold: the file does not say
   * @throws UnreadableConfigException where it is no YAML, or names no model that Weir can reach
   */
  public static Imported read(String text, LocalDate pricesFrom) throws UnreadableConfigException {
    return new LiteLlmImport(pricesFrom).read(parse(text));
  }

  private static Object parse(String text) throws UnreadableConfigException {
    Optional<Object> root = load(text);
    if (root.isEmpty()) {
      throw new UnreadableConfigException("the file is no valid YAML");
    }
    if (!(root.get() instanceof Map<?, ?>)) {
      throw new UnreadableConfigException("the file is no mapping with a model_list");
    }
    return root.get();
  }

  /** Nothing where it is no YAML; what the parser says may quote the file, and so a secret. */
  private static Optional<Object> load(String text) {
    try {
      Object root =
          new Load(
                  LoadSettings.builder()
                      .setCodePointLimit(CODE_POINTS_MAX)
                      .setMaxAliasesForCollections(ALIASES_MAX)
                      .build())
              .loadFromString(text);
      return Optional.of(root == null ? List.of() : root);
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private Imported read(Object file) throws UnreadableConfigException {
    Section root = new Section("", file, findings);
    Section router = root.section("router_settings");
    Section litellm = root.section("litellm_settings");
    Section general = root.section("general_settings");
    var models = new ModelList(draft, findings, usualTimeout(router, litellm));
    Map<String, List<Deployment>> groups = models.read(root.list("model_list"));
    var routes = new Groups(draft, findings, groups);
    routes.write(strategy(router), fallbacks(router, litellm, groups));
    aliases(router, routes);
    Known.reportRest(router, Known.ROUTER);
    Known.reportDropping(litellm);
    Known.reportRest(litellm, Known.LITELLM);
    Known.reportRest(general, Known.GENERAL);
    environment(root.section("environment_variables"));
    Known.reportRest(root, Known.ROOT);
    findings.add(
        "(database)",
        Fate.MANUAL,
        "LiteLLM keeps teams, users, keys and their budgets in its database and not in this file:"
            + " write the teams into the policy, and make keys with 'weir key create'");
    if (draft.isEmpty()) {
      throw new UnreadableConfigException("the file has no model that Weir can reach");
    }
    return new Imported(draft.yaml(), findings.all());
  }

  private static OptionalLong usualTimeout(Section router, Section litellm) {
    OptionalLong usual = OptionalLong.empty();
    Map<String, Section> places = new LinkedHashMap<>();
    places.put("stream_timeout", router);
    places.put("timeout", router);
    places.put("request_timeout", litellm);
    for (Map.Entry<String, Section> place : places.entrySet()) {
      var number = place.getValue().number(place.getKey());
      if (number.isPresent()) {
        usual = usual.isPresent() ? usual : ModelList.seconds(number.get());
        place
            .getValue()
            .report(
                place.getKey(),
                Fate.APPROXIMATE,
                "is timeouts.first-byte of providers that state none, at most 10 min");
      }
    }
    return usual;
  }

  private static String strategy(Section router) {
    String named = router.text("routing_strategy").orElse("");
    if (named.isEmpty()) {
      return "weighted";
    }
    return switch (named) {
      case "simple-shuffle" -> strategy(router, Fate.EXACT, "weighted");
      case "latency-based-routing" -> strategy(router, Fate.APPROXIMATE, "lowest-latency");
      case "cost-based-routing" -> strategy(router, Fate.APPROXIMATE, "lowest-cost");
      default -> strategy(router, Fate.APPROXIMATE, "weighted");
    };
  }

  private static String strategy(Section router, Fate fate, String kind) {
    router.report(
        "routing_strategy", fate, "is the strategy " + kind + " over the models of a name");
    return kind;
  }

  private Map<String, List<String>> fallbacks(
      Section router, Section litellm, Map<String, List<Deployment>> groups) {
    Map<String, List<String>> fallbacks = new LinkedHashMap<>();
    List<String> usual = new ArrayList<>();
    for (Section section : List.of(router, litellm)) {
      for (Object each : section.list("fallbacks")) {
        if (each instanceof Map<?, ?> map) {
          map.forEach((name, to) -> fallbacks.putIfAbsent(String.valueOf(name), names(to)));
        }
      }
      section.list("default_fallbacks").forEach(each -> usual.add(name(each)));
      section.reportIfSet(
          "fallbacks",
          Fate.APPROXIMATE,
          "are failover routes: the next is asked before the first byte went to the caller, and"
              + " fallbacks of fallbacks are not followed");
      section.reportIfSet(
          "default_fallbacks", Fate.APPROXIMATE, "stand at the end of each failover route");
    }
    fallbacks.keySet().stream()
        .filter(name -> !groups.containsKey(name))
        .forEach(_ ->
            findings.add(
                "fallbacks",
                Fate.MANUAL,
                "those of a name that is no model of the file: left out"));
    if (!usual.isEmpty()) {
      groups
          .keySet()
          .forEach(name -> {
            if (!usual.contains(name)) {
              List<String> all = new ArrayList<>(fallbacks.getOrDefault(name, List.of()));
              all.addAll(usual);
              fallbacks.put(name, all);
            }
          });
    }
    return fallbacks;
  }

  private static List<String> names(Object to) {
    return to instanceof List<?> list
        ? list.stream().map(LiteLlmImport::name).toList()
        : List.of(name(to));
  }

  /** A name, or a mapping with the name of a model; empty for anything else. */
  private static String name(@Nullable Object value) {
    Object name = value instanceof Map<?, ?> map ? map.get("model") : value;
    return name instanceof Map || name instanceof List ? "" : String.valueOf(name);
  }

  private static void aliases(Section router, Groups routes) {
    Section aliases = router.section("model_group_alias");
    for (String alias : aliases.rest()) {
      String group = aliases.text(alias).or(() -> aliases.section(alias).text("model")).orElse("");
      boolean done = routes.alias(alias, group);
      aliases.report(
          alias,
          done ? Fate.EXACT : Fate.MANUAL,
          done ? "is a route" : "names no model of the file, or a name that is taken: left out");
    }
  }

  private static void environment(Section variables) {
    for (String name : variables.rest()) {
      variables.report(
          name,
          Fate.MANUAL,
          "not copied: set it where the proxies run, if the policy refers to it");
    }
  }
}
