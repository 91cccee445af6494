package dev.weir.benchmarks.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the upstream does with one request; the request's model names it. */
public sealed interface Scenario {

  /** One whole completion, at once. Any model that is none of the others. */
  record Completion() implements Scenario {}

  /** {@code stream-100x10ms}: that many events, the first at once, then one per interval. */
  record Paced(int events, Duration interval) implements Scenario {
    public Paced {
      if (events < 1 || events > EVENTS_MAX) {
        throw new IllegalArgumentException("events must be 1 to " + EVENTS_MAX + ": " + events);
      }
      if (interval.isNegative() || interval.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException("interval must be 0 to one minute: " + interval);
      }
    }
  }

  /** {@code stream-fast}: events as fast as they are taken. */
  record Fast(int events) implements Scenario {}

  /** {@code idle}: the head and one event, then nothing until the caller hangs up. */
  record Idle() implements Scenario {}

  int EVENTS_MAX = 1_000_000;
  int FAST_EVENTS = 1_000;

  Pattern PACED = Pattern.compile("stream-(\\d{1,7})x(\\d{1,5})ms");

  /** Reads the model's name; a name that is not a known scenario asks for a completion. */
  static Scenario of(String model) {
    return switch (model) {
      case "stream-fast" -> new Fast(FAST_EVENTS);
      case "idle" -> new Idle();
      default -> paced(model).orElseGet(Completion::new);
    };
  }

  private static Optional<Scenario> paced(String model) {
    Matcher matcher = PACED.matcher(model);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Paced(
            Integer.parseInt(matcher.group(1)),
            Duration.ofMillis(Long.parseLong(matcher.group(2)))));
  }
}
