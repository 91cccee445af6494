package dev.weir.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a core was busy since the machine started, in ticks.
 *
 * @param stolen the part of {@code busy} that the hypervisor gave to somebody else
 */
public record CoreTimes(long busy, long stolen, long total) {

  public static CoreTimes now(int core) throws IOException {
    return ProcStat.core(Files.readAllLines(Path.of("/proc/stat")), core);
  }

  /** The busy share between an earlier reading and this one, in percent. */
  public double busyPercentSince(CoreTimes earlier) {
    long passed = total - earlier.total;
    return passed == 0 ? 0 : 100.0 * (busy - earlier.busy) / passed;
  }
}
