package dev.weir.benchmarks;

import dev.weir.benchmarks.candidate.RunningCandidate;
import dev.weir.benchmarks.load.ClosedLoop;
import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.load.IdleStreams;
import dev.weir.benchmarks.load.OpenLoop;
import dev.weir.benchmarks.load.StreamLoad;
import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.RunningProcess;
import dev.weir.benchmarks.report.Metric;
import dev.weir.benchmarks.upstream.DeliveredEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The phases that every candidate goes through. Memory comes first and after a gentle warm-up only:
 * a heap that has been filled once hides what streams cost.
 */
final class Course {

  private static final int CALLERS = 64;
  private static final int ARRIVALS_PER_SECOND = 1_000;
  private static final int STREAMS = 200;
  private static final int IDLE_STREAMS = 1_000;
  private static final String PACED = "stream-100x10ms";
  private static final String FAST = "stream-fast";
  private static final Duration GENTLE = Duration.ofSeconds(1);
  private static final Duration LEAD_IN = Duration.ofSeconds(1);
  private static final long SETTLE_MILLIS = 500;
  private static final int SETTLE_ATTEMPTS_MAX = 30;

  private final RunningProcess upstream;
  private final ClosedLoop closedLoop;
  private final DeliveredEvents delivered;
  private final Pinning pinning;
  private final Duration duration;

  Course(
      RunningProcess upstream,
      ClosedLoop closedLoop,
      DeliveredEvents delivered,
      Pinning pinning,
      Duration duration) {
    this.upstream = upstream;
    this.closedLoop = closedLoop;
    this.delivered = delivered;
    this.pinning = pinning;
    this.duration = duration;
  }

  /**
   * Brings a gateway, and this process's own load, to their steady speed.
   *
   * @param piece how long each piece of warm-up is; see {@link Steadiness} for how many there are
   * @return how long that took
   */
  Duration warmUp(Endpoint endpoint, Duration piece) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Steadiness requests = new Steadiness();
    while (!requests.reachedWith(closedLoop.run(endpoint, CALLERS, piece).perSecond())) {
      // Once more.
    }
    Steadiness events = new Steadiness();
    Duration half = piece.dividedBy(2);
    while (!events.reachedWith(
        StreamLoad.run(endpoint, fast(20, half), delivered).eventsPerSecond())) {
      // Once more.
    }
    // These run other code than the two above, which a JIT compiler has to see as well.
    var _ = StreamLoad.run(endpoint, paced(STREAMS, piece), delivered);
    var _ = OpenLoop.run(endpoint, ARRIVALS_PER_SECOND, piece);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Goes through all phases, with the full warm-up behind the first. */
  Map<Metric, Double> measure(RunningCandidate candidate, Duration warmUp)
      throws IOException, InterruptedException {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    if (candidate.gateway().isPresent()) {
      var _ = OpenLoop.run(candidate.endpoint(), ARRIVALS_PER_SECOND, GENTLE);
      var _ = StreamLoad.run(candidate.endpoint(), paced(20, GENTLE), delivered);
      idle(candidate.endpoint(), candidate.gateway().get(), values);
    }
    Duration took = warmUp(candidate.endpoint(), warmUp);
    values.put(Metric.WARM_UP_SECONDS, took.toMillis() / 1e3);
    settle(candidate.gateway());
    closed(candidate, values);
    settle(candidate.gateway());
    open(candidate, values);
    settle(candidate.gateway());
    streams(candidate, values);
    settle(candidate.gateway());
    fastStreams(candidate, values);
    return values;
  }

  private void closed(RunningCandidate candidate, Map<Metric, Double> values)
      throws IOException, InterruptedException {
    Meter meter = Meter.start(candidate.gateway(), pinning);
    Duration upstreamBefore = upstream.cpuTime();
    ClosedLoop.Outcome outcome = closedLoop.run(candidate.endpoint(), CALLERS, duration);
    Meter.Spent spent = meter.stop();
    values.put(Metric.REQUESTS_PER_SECOND, outcome.perSecond());
    values.put(Metric.REQUESTS_PER_CORE, 1e6 / spent.microsPer(outcome.requests()));
    values.put(Metric.REQUEST_CPU_MICROS, spent.microsPer(outcome.requests()));
    values.put(Metric.CLOSED_LOOP_P99_MICROS, outcome.p99Micros());
    values.put(Metric.CLOSED_LOOP_FAILED, (double) outcome.failed());
    values.put(Metric.CLOSED_LOOP_GATEWAY_PERCENT, spent.gatewayPercent());
    values.put(Metric.CLOSED_LOOP_OTHERS_PERCENT, spent.othersPercent());
    values.put(Metric.CLOSED_LOOP_LOAD_BUSY_PERCENT, spent.loadCoreBusyPercent());
    values.put(
        Metric.UPSTREAM_REQUEST_CPU_MICROS,
        upstream.cpuTime().minus(upstreamBefore).toNanos() / 1_000.0 / outcome.requests());
  }

  private void open(RunningCandidate candidate, Map<Metric, Double> values) throws IOException {
    Meter meter = Meter.start(candidate.gateway(), pinning);
    OpenLoop.Outcome outcome = OpenLoop.run(candidate.endpoint(), ARRIVALS_PER_SECOND, duration);
    Meter.Spent spent = meter.stop();
    values.put(Metric.FIXED_RATE_P50_MICROS, outcome.latencies().micros(50));
    values.put(Metric.FIXED_RATE_P99_MICROS, outcome.latencies().micros(99));
    values.put(Metric.FIXED_RATE_CPU_MICROS, spent.microsPer(outcome.latencies().size()));
    values.put(Metric.FIXED_RATE_FAILED, (double) outcome.failed());
    values.put(Metric.GENERATOR_LATENESS_P99_MICROS, outcome.lateness().micros(99));
  }

  private void streams(RunningCandidate candidate, Map<Metric, Double> values) throws IOException {
    Meter meter = Meter.start(candidate.gateway(), pinning);
    StreamLoad.Outcome outcome =
        StreamLoad.run(candidate.endpoint(), paced(STREAMS, duration), delivered);
    Meter.Spent spent = meter.stop();
    values.put(Metric.FIRST_EVENT_P50_MICROS, outcome.firstEvent().micros(50));
    values.put(Metric.FIRST_EVENT_P99_MICROS, outcome.firstEvent().micros(99));
    values.put(Metric.EVENT_DELAY_P50_MICROS, outcome.delay().micros(50));
    values.put(Metric.STREAM_EVENTS_PER_SECOND, outcome.eventsPerSecond());
    values.put(Metric.STREAM_EVENT_CPU_MICROS, spent.microsPer(outcome.events()));
    values.put(Metric.STREAMS_FAILED, (double) outcome.failed());
  }

  private void fastStreams(RunningCandidate candidate, Map<Metric, Double> values)
      throws IOException {
    Meter meter = Meter.start(candidate.gateway(), pinning);
    StreamLoad.Outcome outcome =
        StreamLoad.run(candidate.endpoint(), fast(STREAMS, duration), delivered);
    Meter.Spent spent = meter.stop();
    values.put(Metric.FAST_EVENTS_PER_SECOND, outcome.eventsPerSecond());
    values.put(Metric.FAST_EVENT_CPU_MICROS, spent.microsPer(outcome.events()));
    values.put(Metric.FAST_DELAY_P50_MICROS, outcome.delay().micros(50));
    values.put(Metric.FAST_GATEWAY_PERCENT, spent.gatewayPercent());
    values.put(Metric.FAST_OTHERS_PERCENT, spent.othersPercent());
    values.put(Metric.FAST_FAILED, (double) outcome.failed());
  }

  private static void idle(Endpoint endpoint, RunningProcess gateway, Map<Metric, Double> values)
      throws IOException, InterruptedException {
    settle(Optional.of(gateway));
    long before = gateway.residentKib();
    try (IdleStreams _ = IdleStreams.open(endpoint, IDLE_STREAMS)) {
      settle(Optional.of(gateway));
      long during = gateway.residentKib();
      values.put(Metric.IDLE_STREAM_KIB, (during - before) / (double) IDLE_STREAMS);
    }
    values.put(Metric.RESIDENT_MIB, before / 1_024.0);
  }

  /** Lets a gateway finish what an earlier phase left it with, callers long gone. */
  private static void settle(Optional<RunningProcess> gateway)
      throws IOException, InterruptedException {
    Duration before = gateway.isPresent() ? gateway.get().cpuTime() : Duration.ZERO;
    for (int i = 0; i < SETTLE_ATTEMPTS_MAX; i++) {
      Thread.sleep(SETTLE_MILLIS);
      Duration now = gateway.isPresent() ? gateway.get().cpuTime() : Duration.ZERO;
      if (now.minus(before).toMillis() < SETTLE_MILLIS / 10) {
        return;
      }
      before = now;
    }
  }

  private static StreamLoad.Plan paced(int streams, Duration measured) {
    return new StreamLoad.Plan(PACED, streams, StreamLoad.Start.SPREAD, LEAD_IN, measured);
  }

  private static StreamLoad.Plan fast(int streams, Duration measured) {
    return new StreamLoad.Plan(FAST, streams, StreamLoad.Start.AT_ONCE, LEAD_IN, measured);
  }
}
