package dev.weir.standalone.litellm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file. Whoever reads a key says what became of it; {@link #rest} gives what
 * nobody has read, so that no setting goes unreported.
 */
final class Section {

  private final String path;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Findings findings;

  Section(String path, @Nullable Object value, Findings findings) {
    this.path = path;
    this.findings = findings;
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> {
        if (each != null) {
          values.put(String.valueOf(key), each);
        }
      });
    } else if (value != null) {
      findings.add(path, Fate.MANUAL, "expected a mapping here and passed over what stands there");
    }
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Section section(String key) {
    read.add(key);
    return new Section(at(key), values.get(key), findings);
  }

  Optional<String> text(String key) {
    read.add(key);
    Object value = values.get(key);
    return value == null || value instanceof Map || value instanceof List
        ? Optional.empty()
        : Optional.of(String.valueOf(value).strip()).filter(it -> !it.isEmpty());
  }

  /** A number above 0; reports one that is none. */
  Optional<BigDecimal> number(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text.get().replace("_", ""));
      if (number.signum() > 0 && number.precision() <= 30 && Math.abs(number.scale()) <= 30) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Reported below, like 0 and numbers that nobody can mean.
    }
    report(key, Fate.MANUAL, "is no number above 0 that can be taken over");
    return Optional.empty();
  }

  Optional<Boolean> flag(String key) {
    return text(key).map(it -> it.equalsIgnoreCase("true"));
  }

  List<Object> list(String key) {
    read.add(key);
    return values.get(key) instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  void report(String key, Fate fate, String reason) {
    read.add(key);
    findings.add(at(key), fate, reason);
  }

  /** Reports the key where it is there. */
  void reportIfSet(String key, Fate fate, String reason) {
    if (has(key)) {
      report(key, fate, reason);
    }
  }

  /** The keys that nobody has read. */
  List<String> rest() {
    return values.keySet().stream().filter(key -> !read.contains(key)).toList();
  }
}
