package dev.weir.benchmarks.quota;

import dev.weir.benchmarks.load.Samples;
import java.time.Duration;
import java.util.Locale;

/**
 * What was measured.
 *
 * @param states from the publishing of a usage record to the quota state that holds it, as a proxy
 *     reads it
 * @param grants from the publishing of a demand to its committed grant, as a proxy reads it
 * @param events usage records that were processed in one go
 * @param elapsed until the last of them was counted
 * @param cpu of the stream threads of quota meanwhile
 */
record QuotaFigures(Samples states, Samples grants, long events, Duration elapsed, Duration cpu) {

  /** Of usage records, by the stream threads that count them and keep the books of credit. */
  double eventsPerCpuSecond() {
    return cpu.isZero() ? Double.NaN : events * 1e9 / cpu.toNanos();
  }

  private double eventsPerSecond() {
    return events * 1e9 / elapsed.toNanos();
  }

  /** A Markdown table. */
  String table() {
    return String.format(
        Locale.ROOT,
        """
        | | p50 | p99 | most | samples | goal |
        |---|---:|---:|---:|---:|---|
        | usage published to quota state seen | %s | %s | %s | %d | p50 under 10 ms, p99 under 50 ms |
        | demand published to grant seen, committed | %s | %s | %s | %d | p99 under 150 ms |

        | | |
        |---|---:|
        | usage records processed in one go | %,d |
        | a second, while all other questions are answered on the same core | %,.0f |
        | a second of CPU of quota's stream threads | %,.0f |
        """,
        millis(states, 50),
        millis(states, 99),
        millis(states, 100),
        states.size(),
        millis(grants, 50),
        millis(grants, 99),
        millis(grants, 100),
        grants.size(),
        events,
        eventsPerSecond(),
        eventsPerCpuSecond());
  }

  private static String millis(Samples samples, double percent) {
    return String.format(Locale.ROOT, "%.1f ms", samples.micros(percent) / 1_000);
  }
}
