package dev.weir.benchmarks.process;

import java.util.List;
import java.util.Optional;

/**
 * Which core runs what: the gateway has one for itself, everything else shares the other.
 *
 * @param taskset the command that pins, or nothing where the machine has none; then the scheduler
 *     places everything, and the report says so
 */
public record Pinning(Optional<String> taskset, int gatewayCore, int loadCore) {

  /** A process's place. */
  public enum Place {
    GATEWAY,
    LOAD
  }

  /** The gateway on core 0 and the rest on core 1, when there are two cores and taskset. */
  public static Pinning ofThisMachine() {
    boolean twoCores = Runtime.getRuntime().availableProcessors() > 1;
    return new Pinning(twoCores ? Programs.find("taskset") : Optional.empty(), 0, twoCores ? 1 : 0);
  }

  List<String> prefix(Place place) {
    int core =
        switch (place) {
          case GATEWAY -> gatewayCore;
          case LOAD -> loadCore;
        };
    return taskset.map(path -> List.of(path, "-c", Integer.toString(core))).orElse(List.of());
  }

  /** The command that moves a running process, all threads, to the core of the load. */
  public Optional<List<String>> moveToLoadCore(long pid) {
    return taskset.map(
        path -> List.of(path, "-a", "-c", "-p", Integer.toString(loadCore), Long.toString(pid)));
  }

  public String describe() {
    return taskset.isPresent()
        ? "gateway on core " + gatewayCore + ", upstream, load and broker on core " + loadCore
        : "NOT PINNED (no taskset, or one core): the figures are not per core";
  }
}
