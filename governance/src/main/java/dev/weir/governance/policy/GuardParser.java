package dev.weir.governance.policy;

import com.google.re2j.Pattern;
import dev.weir.governance.detection.FindingType;
import dev.weir.governance.firewall.Exfiltration;
import dev.weir.governance.guard.AllowList;
import dev.weir.governance.guard.Guard;
import dev.weir.governance.guard.GuardCheck;
import dev.weir.governance.guard.GuardDirection;
import dev.weir.governance.guard.GuardMode;
import dev.weir.governance.guard.MaskOperator;
import dev.weir.governance.guard.OnFailure;
import dev.weir.governance.guard.Recognizer;
import dev.weir.governance.guard.Share;
import dev.weir.governance.guard.TextOrigin;
import dev.weir.governance.guard.WordList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code recognizers}, and {@code guards}: a team's, or the organisation's. */
final class GuardParser {

  private static final int GUARDS_MAX = 64;
  private static final int RECOGNIZERS_MAX = 256;
  private static final int ALLOWED_MAX = 10_000;
  private static final Pattern HOST =
      Pattern.compile(
          "\\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private static final Pattern TIME = Pattern.compile("[0-9]+(ms|s|m|h)");

  /** The one word of {@code structured-output}. */
  private enum StructuredOutput {
    CONFORMS
  }

  /** The words of {@code restore}. */
  private enum Restore {
    TRUE,
    FALSE
  }

  private final PolicyProblems problems;
  private final Map<String, Recognizer> recognizers = new LinkedHashMap<>();
  private final Set<String> rules;

  /** {@code rules}: ids of the detectors' rules. */
  GuardParser(PolicyProblems problems, Set<String> rules) {
    this.problems = problems;
    this.rules = rules;
    recognizers.put("toxicity", Recognizer.toxicity());
  }

  /** All that guards can look for by name; to be asked after {@link #readRecognizers}. */
  Map<String, Recognizer> recognizers() {
    return recognizers;
  }

  void readRecognizers(YamlMap root) {
    Set<String> types = types();
    try (YamlMap all = root.map("recognizers")) {
      all.entries((name, map) -> {
        if (types.contains(name) || name.equals(GuardCheck.Contents.ALL)) {
          problems.add(map.node(), map.path(), "detectors find this already; give it another name");
        } else if (recognizers.size() > RECOGNIZERS_MAX) {
          problems.add(
              map.node(), map.path(), "a policy has at most " + RECOGNIZERS_MAX + " recognizers");
        }
        readRecognizer(name, map);
      });
    }
  }

  private void readRecognizer(String name, YamlMap map) {
    Optional<String> regex = map.optionalText("regex");
    List<String> words = map.texts("words");
    double score = score(map, "score", 0.9);
    var compiled = regex.flatMap(text -> checked(map, "regex", () -> Recognizer.compiled(text)));
    Optional<WordList> list = checked(map, "words", () -> new WordList(words));
    if (regex.isPresent() && compiled.isEmpty()) {
      return;
    }
    list.flatMap(it -> map.checked(_ -> new Recognizer(name, compiled, it, score)))
        .ifPresent(it -> recognizers.put(name, it));
  }

  /** What stands under {@code guards}. */
  List<Guard> read(YamlMap owner) {
    List<Guard> guards = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    owner.each("guards", (path, node) -> readGuard(path, node, ids).ifPresent(guards::add));
    if (guards.size() > GUARDS_MAX) {
      owner.problem("guards", "there are at most " + GUARDS_MAX + " guards");
    }
    return guards;
  }

  private Optional<Guard> readGuard(String path, Node node, Set<String> ids) {
    try (YamlMap map = new YamlMap(node, path, problems)) {
      String id = map.text("id");
      if (!id.isEmpty() && !ids.add(id)) {
        map.problem("id", "another guard here has this id");
      }
      Optional<GuardCheck> check = check(map);
      GuardMode mode = map.choice("mode", GuardMode.class, GuardMode.OBSERVE);
      GuardDirection direction =
          map.choice(
              "direction",
              GuardDirection.class,
              check.map(GuardParser::usual).orElse(GuardDirection.BOTH));
      Optional<Share> share = checked(map, "share", () -> new Share((int) share(map)));
      long budget = budget(map);
      OnFailure onFailure = map.choice("on-failure", OnFailure.class, OnFailure.usual(mode));
      if (onFailure != OnFailure.FAIL_OPEN
          && (mode == GuardMode.OBSERVE || mode == GuardMode.WARN)) {
        map.problem(
            "on-failure", "a guard that observes or warns lets everything pass; use fail-open");
      }
      for (String key : List.of("mask", "restore")) {
        if (map.has(key) && mode != GuardMode.MASK) {
          map.keyProblem(key, "goes with 'mode: mask'");
        }
      }
      MaskOperator operator = map.choice("mask", MaskOperator.class, MaskOperator.REPLACE);
      boolean restores =
          map.has("restore")
              ? map.choice("restore", Restore.class, Restore.FALSE) == Restore.TRUE
              : operator.isReversible();
      if (restores && !operator.isReversible()) {
        map.problem("restore", "only what 'mask: replace' or 'mask: synthetic' wrote comes back");
        restores = false;
      }
      boolean restored = restores;
      return id.isEmpty() || check.isEmpty() || share.isEmpty()
          ? Optional.empty()
          : map.checked(_ ->
              new Guard(
                  id,
                  check.get(),
                  mode,
                  direction,
                  share.get(),
                  budget,
                  onFailure,
                  operator,
                  restored));
    }
  }

  private static GuardDirection usual(GuardCheck check) {
    if (check.isOfAnswers()) {
      return GuardDirection.RESPONSE;
    }
    return check instanceof GuardCheck.Contents contents && !contents.from().isEmpty()
        ? GuardDirection.PROMPT
        : GuardDirection.BOTH;
  }

  /**
   * Policies of before said a time. One that stands in the log governs, so it is read: as the
   * default, since a time was never a number of characters.
   */
  private static long budget(YamlMap map) {
    boolean isTime =
        map.optionalText("budget").filter(it -> TIME.matcher(it).matches()).isPresent();
    return isTime ? Guard.BUDGET : map.count("budget", Guard.BUDGET);
  }

  private static long share(YamlMap map) {
    return Math.min(map.count("share", 100), 101);
  }

  private Optional<GuardCheck> check(YamlMap map) {
    List<GuardCheck> checks = new ArrayList<>();
    int before = problems.count();
    Set<String> find = names(map, "find", findable());
    Set<String> ruled = names(map, "rules", rules);
    double minScore = score(map, "min-score", 0.5);
    List<String> allowed = map.texts("allow");
    bounded(map, "allow", allowed.size());
    Set<TextOrigin> from = origins(map);
    boolean named = problems.count() == before;
    if (map.has("find") || map.has("rules")) {
      // Of a name that nothing has, it is told above what it was meant to be.
      Optional.of(map)
          .filter(_ -> named)
          .flatMap(it ->
              it.checked(_ ->
                  new GuardCheck.Contents(find, ruled, minScore, new AllowList(allowed), from)))
          .ifPresent(checks::add);
    } else {
      for (String key : List.of("min-score", "allow", "from")) {
        if (map.has(key)) {
          map.keyProblem(key, "goes with find or rules");
        }
      }
    }
    map.optionalPositive("max-characters").ifPresent(max -> checks.add(new GuardCheck.Length(max)));
    map.optionalText("canary")
        .flatMap(text -> checked(map, "canary", () -> Recognizer.compiled(text)))
        .ifPresent(pattern -> checks.add(new GuardCheck.Canary(pattern)));
    links(map).ifPresent(checks::add);
    calls(map).ifPresent(checks::add);
    if (map.has("structured-output")) {
      StructuredOutput _ =
          map.choice("structured-output", StructuredOutput.class, StructuredOutput.CONFORMS);
      checks.add(new GuardCheck.Conformity());
    }
    if (checks.size() == 1) {
      return Optional.of(checks.getFirst());
    }
    boolean asked =
        map.has("find")
            || map.has("rules")
            || map.has("max-characters")
            || map.has("canary")
            || map.has("allowed-hosts")
            || map.has("allowed-tools")
            || map.has("structured-output");
    if (checks.size() > 1 || !asked) {
      problems.add(
          map.node(),
          map.path(),
          "expected one of find (with rules), allowed-hosts, allowed-tools, max-characters, canary,"
              + " structured-output");
    }
    return Optional.empty();
  }

  private Optional<GuardCheck> links(YamlMap map) {
    Set<String> hosts = new HashSet<>();
    map.each(
        "allowed-hosts",
        (path, node) -> {
          String host = node instanceof ScalarNode scalar ? scalar.getValue() : "";
          if (HOST.matcher(host).matches()) {
            hosts.add(host);
          } else {
            problems.add(
                node,
                path,
                "expected a host like docs.example.com, or .example.com for all below it; without"
                    + " scheme, port and path");
          }
        });
    bounded(map, "allowed-hosts", hosts.size());
    return map.has("allowed-hosts")
        ? Optional.of(new GuardCheck.Links(new Exfiltration(hosts)))
        : Optional.empty();
  }

  private Optional<GuardCheck> calls(YamlMap map) {
    List<String> tools = map.texts("allowed-tools");
    bounded(map, "allowed-tools", tools.size());
    return map.has("allowed-tools")
        ? Optional.of(new GuardCheck.Calls(new HashSet<>(tools)))
        : Optional.empty();
  }

  private static void bounded(YamlMap map, String key, int size) {
    if (size > ALLOWED_MAX) {
      map.problem(key, "a list has at most " + ALLOWED_MAX + " texts");
    }
  }

  private Set<TextOrigin> origins(YamlMap map) {
    Map<String, TextOrigin> known = new LinkedHashMap<>();
    for (TextOrigin each : TextOrigin.values()) {
      if (each != TextOrigin.UNKNOWN) {
        known.put(each.text(), each);
      }
    }
    Set<TextOrigin> origins = EnumSet.noneOf(TextOrigin.class);
    map.each(
        "from",
        (path, node) -> {
          String name = node instanceof ScalarNode scalar ? scalar.getValue() : "";
          TextOrigin origin = known.get(name);
          if (origin != null) {
            origins.add(origin);
          } else {
            problems.add(
                node,
                path,
                "expected one of "
                    + String.join(", ", known.keySet())
                    + Suggestion.among(List.copyOf(known.keySet()), name));
          }
        });
    return origins;
  }

  private Set<String> findable() {
    Set<String> names = types();
    names.add(GuardCheck.Contents.ALL);
    names.addAll(recognizers.keySet());
    return names;
  }

  private static Set<String> types() {
    Set<String> types = new TreeSet<>();
    for (FindingType type : FindingType.values()) {
      types.add(type.text());
    }
    return types;
  }

  private Set<String> names(YamlMap map, String key, Set<String> known) {
    Set<String> names = new HashSet<>();
    map.each(
        key,
        (path, node) -> {
          String name = node instanceof ScalarNode scalar ? scalar.getValue() : "";
          if (known.contains(name)) {
            names.add(name);
          } else {
            problems.add(
                node,
                path,
                (key.equals("find") ? "nothing finds '" : "no rule '")
                    + name
                    + "'"
                    + Suggestion.among(List.copyOf(known), name));
          }
        });
    return names;
  }

  private static double score(YamlMap map, String key, double otherwise) {
    if (!map.has(key)) {
      return otherwise;
    }
    double score = map.decimal(key).doubleValue();
    if (!(score >= 0 && score <= 1)) {
      map.problem(key, "expected a score from 0 to 1, like 0.5");
      return otherwise;
    }
    return score;
  }

  private static <T> Optional<T> checked(
      YamlMap map, String key, java.util.function.Supplier<T> build) {
    try {
      return Optional.of(build.get());
    } catch (IllegalArgumentException e) {
      map.problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
