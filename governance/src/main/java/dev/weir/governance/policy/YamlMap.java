package dev.weir.governance.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of the policy text, read key by key. A value that cannot be read is reported where it
 * stands and a stand-in is returned, so that the reading goes on and finds every problem. What was
 * never asked for is reported by {@link #close}.
 */
final class YamlMap implements AutoCloseable {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final Node where;
  private final String path;
  private final PolicyProblems problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  YamlMap(Node node, String path, PolicyProblems problems) {
    this.where = node;
    this.path = path;
    this.problems = problems;
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, path, "expected a mapping (key: value)");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(tuple.getKeyNode(), path, "expected a plain key");
      } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        problems.add(key, at(key.getValue()), "stands here twice; keep one");
      } else {
        keys.put(key.getValue(), key);
      }
    }
  }

  /** Reports each key that nobody asked for: a typing mistake cannot switch a rule off. */
  @Override
  public void close() {
    problems.asked(path, known);
    keys.forEach((name, node) -> {
      if (!known.contains(name)) {
        problems.add(
            node, at(name), "no such setting" + Suggestion.among(List.copyOf(known), name));
      }
    });
  }

  Node node() {
    return where;
  }

  String path() {
    return path;
  }

  /** The path of a key of this mapping. */
  String path(String key) {
    return at(key);
  }

  Node node(String key) {
    return values.getOrDefault(key, where);
  }

  boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  void problem(String key, String message) {
    problems.add(node(key), at(key), message);
  }

  /** A problem with the key itself and not with what stands under it. */
  void keyProblem(String key, String message) {
    problems.add(keys.getOrDefault(key, where), at(key), message);
  }

  String text(String key) {
    return optionalText(key).orElseGet(() -> missing(key, ""));
  }

  Optional<String> optionalText(String key) {
    known.add(key);
    Node node = values.get(key);
    return switch (node) {
      case null -> Optional.empty();
      case ScalarNode scalar when !scalar.getValue().isBlank() -> Optional.of(scalar.getValue());
      default -> {
        problem(key, "expected a text");
        yield Optional.empty();
      }
    };
  }

  long count(String key) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return has(key) ? 0 : missing(key, 0L);
    }
    return parsed(key, "a whole number from 0, like 20000", 0L, () -> natural(text.get()));
  }

  long count(String key, long otherwise) {
    return has(key) ? count(key) : otherwise;
  }

  OptionalLong optionalPositive(String key) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long read = parsed(key, "a whole number from 1, like 128_000", 0L, () -> positive(text.get()));
    return read == 0 ? OptionalLong.empty() : OptionalLong.of(read);
  }

  BigDecimal decimal(String key) {
    String text = text(key);
    return text.isEmpty()
        ? BigDecimal.ZERO
        : parsed(key, "a decimal like \"0.15\"", BigDecimal.ZERO, () -> new BigDecimal(text));
  }

  Duration duration(String key, Duration otherwise) {
    Optional<String> text = optionalText(key);
    return text.isEmpty()
        ? otherwise
        : parsed(key, "a duration like 250ms, 5s, 2m or 1h", otherwise, () -> duration(text.get()));
  }

  Optional<Duration> optionalDuration(String key) {
    return has(key) ? Optional.of(duration(key, Duration.ofSeconds(1))) : Optional.empty();
  }

  Instant date(String key) {
    String text = text(key);
    return text.isEmpty()
        ? Instant.EPOCH
        : parsed(
            key,
            "a date like 2026-01-01 (its start in UTC)",
            Instant.EPOCH,
            () -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  ZoneId zone(String key) {
    Optional<String> text = optionalText(key);
    return text.isEmpty()
        ? ZoneOffset.UTC
        : parsed(
            key, "a time zone like Europe/Berlin", ZoneOffset.UTC, () -> ZoneId.of(text.get()));
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return optionalText(key)
        .flatMap(text -> constant(type, text, node(key), at(key)))
        .orElse(otherwise);
  }

  /** A list of constants; nothing where the key is absent. */
  <E extends Enum<E>> Optional<Set<E>> choices(String key, Class<E> type) {
    if (!has(key)) {
      return Optional.empty();
    }
    Set<E> all = EnumSet.noneOf(type);
    each(
        key,
        (itemPath, node) -> {
          String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
          constant(type, text, node, itemPath).ifPresent(all::add);
        });
    return Optional.of(all);
  }

  private <E extends Enum<E>> Optional<E> constant(
      Class<E> type, String text, Node node, String nodePath) {
    List<String> names = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      String name = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return Optional.of(each);
      }
      names.add(name);
    }
    problems.add(
        node,
        nodePath,
        "expected one of " + String.join(", ", names) + Suggestion.among(names, text));
    return Optional.empty();
  }

  List<String> texts(String key) {
    List<String> all = new ArrayList<>();
    each(
        key,
        (itemPath, node) -> {
          if (node instanceof ScalarNode scalar) {
            all.add(scalar.getValue());
          } else {
            problems.add(node, itemPath, "expected a text");
          }
        });
    return all;
  }

  /** Calls with the path and node of each item of a list; nothing where the key is absent. */
  void each(String key, BiConsumer<String, Node> item) {
    known.add(key);
    switch (values.get(key)) {
      case null -> {}
      case SequenceNode list -> {
        for (int i = 0; i < list.getValue().size(); i++) {
          item.accept(at(key) + "[" + i + "]", list.getValue().get(i));
        }
      }
      case Node other -> problems.add(other, at(key), "expected a list (- item)");
    }
  }

  /** The mapping under a key; an empty one where it is absent. */
  YamlMap map(String key) {
    known.add(key);
    Node node = values.get(key);
    return node == null
        ? new YamlMap(empty(where), at(key), problems)
        : new YamlMap(node, at(key), problems);
  }

  /** Gives every key of this mapping and what stands under it, whatever it is. */
  void nodes(BiConsumer<String, Node> entry) {
    values.forEach((name, node) -> {
      known.add(name);
      entry.accept(name, node);
    });
  }

  /** Reads every entry of this mapping, whatever its key. */
  void entries(BiConsumer<String, YamlMap> entry) {
    values.forEach((name, node) -> {
      known.add(name);
      try (YamlMap each = new YamlMap(node, at(name), problems)) {
        entry.accept(name, each);
      }
    });
  }

  /** Builds a value whose constructor checks; what it says becomes a problem here. */
  <T> Optional<T> checked(Function<YamlMap, T> build) {
    try {
      return Optional.of(build.apply(this));
    } catch (IllegalArgumentException e) {
      problems.add(where, path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private <T> T missing(String key, T standIn) {
    if (!values.containsKey(key)) {
      problems.add(where, at(key), "required");
    }
    return standIn;
  }

  private <T> T parsed(
      String key, String expected, T standIn, java.util.function.Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      problem(key, "expected " + expected);
      return standIn;
    }
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static long natural(String text) {
    long value = Long.parseLong(text.replace("_", ""));
    if (value < 0) {
      throw new NumberFormatException();
    }
    return value;
  }

  private static long positive(String text) {
    long value = natural(text);
    if (value == 0) {
      throw new NumberFormatException();
    }
    return value;
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static MappingNode empty(Node at) {
    return new MappingNode(
        org.snakeyaml.engine.v2.nodes.Tag.MAP,
        true,
        List.of(),
        org.snakeyaml.engine.v2.common.FlowStyle.FLOW,
        at.getStartMark(),
        at.getEndMark());
  }
}
