package dev.weir.benchmarks;

import dev.weir.benchmarks.candidate.Direct;
import dev.weir.benchmarks.candidate.Nginx;
import dev.weir.benchmarks.candidate.Portkey;
import dev.weir.benchmarks.candidate.Weir;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one comparison is asked to do.
 *
 * @param seconds how long each phase measures
 * @param results the folder that the two reports are written to
 * @param cache where peers are installed once
 * @param weir the launcher of the build that is measured
 */
record BenchmarkOptions(
    int rounds,
    int seconds,
    int warmUpSeconds,
    List<String> candidates,
    Path results,
    Path cache,
    Path weir) {

  static final List<String> CANDIDATES =
      List.of(
          Direct.NAME, Nginx.NAME, Weir.RECORDING, Weir.STRICT, Weir.NOT_RECORDING, Portkey.NAME);

  static final String USAGE =
      """
      Compares the proxy with its peers, side by side in one run.

        --rounds N          how often each candidate is measured (1 to 20; 3)
        --seconds N         how long each phase measures (1 to 60; 8)
        --warm-up N         seconds of a piece of warm-up; pieces follow until the speed is steady (1 to 60; 5)
        --candidates A,B    from %s
        --quick             one round of 3 seconds a phase, to see that everything runs
        --results DIR       where the reports go (benchmarks/results)
        --cache DIR         where peers are installed (~/.cache/weir-bench)
        --weir FILE         the weir launcher (./weir)
      """
          .formatted(String.join(",", CANDIDATES));

  BenchmarkOptions {
    within("--rounds", rounds, 20);
    within("--seconds", seconds, 60);
    within("--warm-up", warmUpSeconds, 60);
    candidates = List.copyOf(candidates);
    for (String candidate : candidates) {
      if (!CANDIDATES.contains(candidate)) {
        throw new UsageException("no such candidate: " + candidate);
      }
    }
    if (candidates.isEmpty()) {
      throw new UsageException("--candidates: at least one");
    }
  }

  /** The command line does not make sense; the message says where. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static BenchmarkOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    List<String> rest = new ArrayList<>(arguments);
    boolean quick = rest.remove("--quick");
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      if (rest.isEmpty()) {
        throw new UsageException(option + ": no value, or no such option");
      }
      given.put(option, rest.removeFirst());
    }
    BenchmarkOptions options =
        new BenchmarkOptions(
            take(given, "--rounds", quick ? 1 : 3, BenchmarkOptions::number),
            take(given, "--seconds", quick ? 3 : 8, BenchmarkOptions::number),
            take(given, "--warm-up", quick ? 2 : 5, BenchmarkOptions::number),
            take(given, "--candidates", CANDIDATES, names -> List.of(names.split(",", -1))),
            take(given, "--results", Path.of("benchmarks", "results"), Path::of),
            take(
                given,
                "--cache",
                Path.of(System.getProperty("user.home"), ".cache", "weir-bench"),
                Path::of),
            take(given, "--weir", Path.of("weir"), Path::of));
    if (!given.isEmpty()) {
      throw new UsageException("no such option: " + String.join(", ", given.keySet()));
    }
    return options;
  }

  private static <T> T take(
      Map<String, String> given, String option, T preset, Function<String, T> read) {
    String value = given.remove(option);
    return value == null ? preset : read.apply(value);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new UsageException("not a number: " + text);
    }
  }

  private static void within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UsageException(option + ": expected 1 to " + most + ", got " + value);
    }
  }
}
