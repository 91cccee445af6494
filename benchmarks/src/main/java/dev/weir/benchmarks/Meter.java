package dev.weir.benchmarks;

import dev.weir.benchmarks.process.CoreTimes;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads, around a phase, what the gateway and the cores spent in it. */
final class Meter {

  private final Optional<RunningProcess> gateway;
  private final Pinning pinning;
  private final long startedAt = System.nanoTime();
  private final Duration cpuBefore;
  private final CoreTimes gatewayCoreBefore;
  private final CoreTimes loadCoreBefore;

  private Meter(Optional<RunningProcess> gateway, Pinning pinning) throws IOException {
    this.gateway = gateway;
    this.pinning = pinning;
    this.cpuBefore = cpu(gateway);
    this.gatewayCoreBefore = CoreTimes.now(pinning.gatewayCore());
    this.loadCoreBefore = CoreTimes.now(pinning.loadCore());
  }

  /**
   * What was spent since the start.
   *
   * @param gatewayCpu zero where there is no gateway
   * @param elapsed what the clock says
   */
  record Spent(
      Duration gatewayCpu,
      Duration elapsed,
      double gatewayCoreBusyPercent,
      double loadCoreBusyPercent) {

    /** How much of its core the gateway had. Not a number where there is no gateway. */
    double gatewayPercent() {
      return gatewayCpu.isZero() ? Double.NaN : 100.0 * gatewayCpu.toNanos() / elapsed.toNanos();
    }

    /** What strangers, or the hypervisor, took of the gateway's core meanwhile. */
    double othersPercent() {
      return Math.max(0, gatewayCoreBusyPercent - gatewayPercent());
    }

    /** The gateway's CPU per piece of work; not a number where it did none. */
    double microsPer(long pieces) {
      return pieces == 0 || gatewayCpu.isZero()
          ? Double.NaN
          : gatewayCpu.toNanos() / 1_000.0 / pieces;
    }
  }

  static Meter start(Optional<RunningProcess> gateway, Pinning pinning) throws IOException {
    return new Meter(gateway, pinning);
  }

  Spent stop() throws IOException {
    return new Spent(
        cpu(gateway).minus(cpuBefore),
        Duration.ofNanos(System.nanoTime() - startedAt),
        CoreTimes.now(pinning.gatewayCore()).busyPercentSince(gatewayCoreBefore),
        CoreTimes.now(pinning.loadCore()).busyPercentSince(loadCoreBefore));
  }

  private static Duration cpu(Optional<RunningProcess> gateway) throws IOException {
    return gateway.isPresent() ? gateway.get().cpuTime() : Duration.ZERO;
  }
}
