package dev.weir.governance.policy;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.quota.Dimension;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import dev.weir.governance.quota.Window;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code limits}: a team's, or the organisation's. */
final class LimitParser {

  private static final BigDecimal NANOS = BigDecimal.valueOf(LimitUnit.NANOS_PER_USD);

  private final PolicyProblems problems;
  private final Set<String> models;

  /** {@code models}: what callers may name. */
  LimitParser(PolicyProblems problems, Set<String> models) {
    this.problems = problems;
    this.models = models;
  }

  /** {@code team}: whose limits they are; nothing for the organisation's. */
  List<Limit> read(YamlMap owner, Optional<TeamId> team) {
    List<Limit> limits = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    owner.each("limits", (path, node) -> readLimit(path, node, team, ids).ifPresent(limits::add));
    return limits;
  }

  private Optional<Limit> readLimit(
      String path, Node node, Optional<TeamId> team, Set<String> ids) {
    try (YamlMap map = new YamlMap(node, path, problems)) {
      String id = map.text("id");
      if (!ids.add(id)) {
        map.problem(
            "id",
            team.isPresent()
                ? "this team has another limit with this id"
                : "the organisation has another limit with this id");
      }
      LimitUnit unit = required(map, "unit", LimitUnit.class, LimitUnit.TOKENS);
      Window window = window(map, unit);
      long max = unit == LimitUnit.USD ? dollars(map, "max") : map.count("max");
      LimitMode mode = map.choice("mode", LimitMode.class, LimitMode.HARD);
      long burst = burst(map, unit, window, mode).orElse(max);
      Optional<LimitScope> scope = scope(map, team);
      Outage outage = outage(map, unit);
      return id.isEmpty() || scope.isEmpty()
          ? Optional.empty()
          : map.checked(_ -> new Limit(id, scope.get(), unit, window, max, mode, burst, outage));
    }
  }

  private static <E extends Enum<E>> E required(
      YamlMap map, String key, Class<E> type, E otherwise) {
    if (!map.has(key)) {
      map.problem(key, "required");
    }
    return map.choice(key, type, otherwise);
  }

  private static Window window(YamlMap map, LimitUnit unit) {
    if (unit != LimitUnit.CONCURRENT) {
      Window.Span span = required(map, "window", Window.Span.class, Window.Span.TOTAL);
      return new Window(span, map.zone("time-zone"));
    }
    for (String key : List.of("window", "time-zone")) {
      if (map.optionalText(key).isPresent()) {
        map.problem(key, "requests in flight are limited at any time: leave this out");
      }
    }
    return new Window(Window.Span.TOTAL, ZoneOffset.UTC);
  }

  /** In billionths; a ninth digit after the point is the last. */
  private static long dollars(YamlMap map, String key) {
    BigDecimal nanos = map.decimal(key).multiply(NANOS);
    try {
      return nanos.longValueExact();
    } catch (ArithmeticException e) {
      map.problem(key, "expected US dollars with at most nine digits after the point");
      return 0;
    }
  }

  private static OptionalLong burst(YamlMap map, LimitUnit unit, Window window, LimitMode mode) {
    if (map.optionalText("burst").isEmpty()) {
      return OptionalLong.empty();
    }
    boolean isRate =
        mode == LimitMode.HARD
            && (window.span() == Window.Span.SECOND || window.span() == Window.Span.MINUTE);
    if (!isRate) {
      map.problem("burst", "goes with a hard limit whose window is a second or a minute");
      return OptionalLong.empty();
    }
    long burst = unit == LimitUnit.USD ? dollars(map, "burst") : map.count("burst");
    if (burst <= 0) {
      map.problem("burst", "expected a number above zero");
    }
    return OptionalLong.of(Math.max(1, burst));
  }

  private Optional<LimitScope> scope(YamlMap map, Optional<TeamId> team) {
    List<Dimension> each = map.choices("each", Dimension.class).map(List::copyOf).orElse(List.of());
    Map<Dimension, String> only = new EnumMap<>(Dimension.class);
    try (YamlMap values = map.map("only")) {
      for (Dimension dimension : Dimension.values()) {
        values.optionalText(dimension.text()).ifPresent(value -> only.put(dimension, value));
      }
      String model = only.getOrDefault(Dimension.MODEL, "");
      if (!model.isEmpty() && !models.contains(model)) {
        values.problem(
            "model",
            "no model or route '" + model + "'" + Suggestion.among(List.copyOf(models), model));
      }
    }
    return map.checked(_ -> new LimitScope(team, only, each));
  }

  private static Outage outage(YamlMap map, LimitUnit unit) {
    Outage.Kind kind = map.choice("outage", Outage.Kind.class, Outage.Kind.CLOSED);
    Optional<String> rate = map.optionalText("safe-rate");
    if (rate.isPresent() != (kind == Outage.Kind.SAFE_RATE)) {
      map.problem(
          "safe-rate",
          "goes with 'outage: safe-rate': so many units a second at each proxy without credit");
      return Outage.CLOSED;
    }
    if (kind != Outage.Kind.SAFE_RATE) {
      return new Outage(kind, 0);
    }
    long units = unit == LimitUnit.USD ? nanos(map) : map.count("safe-rate");
    if (units <= 0) {
      map.problem("safe-rate", "expected a number above zero");
      return Outage.CLOSED;
    }
    return Outage.safeRate(units);
  }

  private static long nanos(YamlMap map) {
    try {
      return map.decimal("safe-rate").multiply(NANOS).longValueExact();
    } catch (ArithmeticException e) {
      return 0;
    }
  }
}
