package dev.weir.standalone.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads typed values out of named texts and keeps every problem until the end. */
final class Settings {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Map<String, String> source;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  private Settings(Map<String, String> source) {
    this.source = source;
  }

  /**
   * Builds a record from the settings.
   *
   * @throws InvalidConfigException with all that is wrong, unknown names included
   */
  static <T> T read(
      Map<String, String> source, Function<Settings, T> reader, Consumer<Set<String>> names) {
    var settings = new Settings(source);
    Optional<T> value = settings.attempt(reader);
    names.accept(settings.known);
    for (String key : new TreeSet<>(source.keySet())) {
      if (!settings.known.contains(key)) {
        settings.problems.add(key + ": no such setting");
      }
    }
    if (!settings.problems.isEmpty()) {
      throw new InvalidConfigException(settings.problems);
    }
    return value.orElseThrow();
  }

  private <T> Optional<T> attempt(Function<Settings, T> reader) {
    try {
      return Optional.of(reader.apply(this));
    } catch (IllegalArgumentException e) {
      // A record refused a combination of values.
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  String text(String key, String otherwise) {
    return optional(key).orElse(otherwise);
  }

  /** A text that can be a file's name anywhere. */
  String name(String key, String otherwise) {
    String text = text(key, otherwise);
    if (!NAME.matcher(text).matches()) {
      expected(key, "a name of up to 100 letters, digits, '.', '_' and '-'", text);
      return otherwise;
    }
    return text;
  }

  Optional<String> optional(String key) {
    known.add(key);
    return Optional.ofNullable(source.get(key)).filter(text -> !text.isBlank());
  }

  Optional<Secret> secret(String key) {
    return optional(key).map(Secret::new);
  }

  Path path(String key, Path otherwise) {
    return optional(key).map(Path::of).orElse(otherwise);
  }

  Optional<Path> optionalPath(String key) {
    return optional(key).map(Path::of);
  }

  int port(String key, int otherwise) {
    return (int) number(key, otherwise, 0, 65_535, "a port from 0 to 65535");
  }

  int count(String key, int otherwise, int min, int max) {
    return (int) number(key, otherwise, min, max, "a number from " + min + " to " + max);
  }

  long bytes(String key, long otherwise, long min, long max) {
    return number(key, otherwise, min, max, "a number of bytes from " + min + " to " + max);
  }

  /** A regular expression that a whole name has to match. */
  String regex(String key, String otherwise) {
    return optional(key)
        .map(text -> {
          try {
            return Pattern.compile(text).pattern();
          } catch (PatternSyntaxException e) {
            expected(key, "a regular expression like (OPENAI|ANTHROPIC)_.*", text);
            return otherwise;
          }
        })
        .orElse(otherwise);
  }

  boolean onOff(String key, boolean otherwise) {
    return optional(key)
        .map(text -> {
          if (!text.equals("on") && !text.equals("off")) {
            expected(key, "'on' or 'off'", text);
          }
          return text.equals("on");
        })
        .orElse(otherwise);
  }

  Duration duration(String key, Duration otherwise) {
    return optional(key)
        .map(text -> {
          try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive()) {
              return duration;
            }
          } catch (DateTimeParseException e) {
            // Falls through to the one message for both.
          }
          expected(key, "a positive ISO-8601 duration like PT30S", text);
          return otherwise;
        })
        .orElse(otherwise);
  }

  Optional<URI> uri(String key) {
    return optional(key)
        .filter(text -> {
          boolean fits = text.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?");
          if (!fits) {
            expected(key, "an http(s) address", text);
          }
          return fits;
        })
        .map(URI::create);
  }

  /** All settings below {@code prefix.}, without it; their names are not ours to check. */
  Map<String, String> below(String prefix) {
    Map<String, String> found = new TreeMap<>();
    source.forEach((key, value) -> {
      if (key.startsWith(prefix + ".")) {
        known.add(key);
        found.put(key.substring(prefix.length() + 1), value);
      }
    });
    return Map.copyOf(found);
  }

  private long number(String key, long otherwise, long min, long max, String what) {
    return optional(key)
        .map(text -> {
          try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
              return number;
            }
          } catch (NumberFormatException e) {
            // Falls through to the one message for both.
          }
          expected(key, what, text);
          return otherwise;
        })
        .orElse(otherwise);
  }

  private void expected(String key, String what, String got) {
    problems.add(key + ": expected " + what + ", got '" + got + "'");
  }
}
