package dev.weir.benchmarks.process;

import java.time.Duration;
import java.util.List;

/** Reads what Linux says of processes and cores. Shapes: {@code man 5 proc}. */
final class ProcStat {

  /** The unit of CPU times in /proc (USER_HZ), which is 100 on every platform that Linux has. */
  private static final long TICK_NANOS = 10_000_000;

  private static final int UTIME_AFTER_NAME = 11;
  private static final int CSTIME_AFTER_NAME = 14;

  private ProcStat() {}

  /** CPU time of a process with all threads and the children it has waited for. */
  static Duration cpuTime(String stat) {
    // The name, in parentheses, may hold spaces and parentheses itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = UTIME_AFTER_NAME; i <= CSTIME_AFTER_NAME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return Duration.ofNanos(ticks * TICK_NANOS);
  }

  /** VmRSS of a process in KiB; a kernel thread or a zombie has none. */
  static long residentKib(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** The times of one core from the lines of /proc/stat. */
  static CoreTimes core(List<String> stat, int core) {
    String name = "cpu" + core + " ";
    String line =
        stat.stream()
            .filter(l -> l.startsWith(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no core " + core));
    String[] fields = line.substring(name.length()).strip().split(" +", -1);
    long total = 0;
    for (int i = 0; i < 8; i++) {
      total += Long.parseLong(fields[i]);
    }
    long idle = Long.parseLong(fields[3]) + Long.parseLong(fields[4]);
    return new CoreTimes(total - idle, Long.parseLong(fields[7]), total);
  }
}
