package dev.weir.benchmarks.report;

import dev.weir.benchmarks.process.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Under which conditions the figures came about.
 *
 * @param versions what each candidate and tool says of itself
 * @param absences candidates that did not take part, or failed, and why
 */
public record Circumstances(
    Instant startedAt,
    Instant endedAt,
    Machine machine,
    String pinning,
    String loadBefore,
    String loadAfter,
    int rounds,
    int seconds,
    Map<String, String> versions,
    List<Absence> absences) {

  public Circumstances {
    absences = List.copyOf(absences);
  }

  /** A candidate that has no figures, or not all. */
  public record Absence(String candidate, String reason) {}
}
