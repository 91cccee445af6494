package dev.weir.benchmarks;

import dev.weir.benchmarks.candidate.Nginx;
import dev.weir.benchmarks.candidate.Portkey;
import dev.weir.benchmarks.candidate.Weir;
import dev.weir.benchmarks.report.Goal;
import dev.weir.benchmarks.report.Goal.Bound;
import dev.weir.benchmarks.report.Metric;
import java.util.List;

/** The figures that Weir sets out to reach, all but the last two relative to a peer. */
final class Goals {

  static final List<Goal> ALL =
      List.of(
          Goal.ratio(
              "requests/s per core without recording, to nginx",
              Weir.NOT_RECORDING,
              Metric.REQUESTS_PER_CORE,
              Nginx.NAME,
              Bound.AT_LEAST,
              0.55),
          Goal.ratio(
              "requests/s per core with recording, to nginx",
              Weir.RECORDING,
              Metric.REQUESTS_PER_CORE,
              Nginx.NAME,
              Bound.AT_LEAST,
              0.35),
          Goal.ratio(
              "requests/s per core with recording, to Portkey",
              Weir.RECORDING,
              Metric.REQUESTS_PER_CORE,
              Portkey.NAME,
              Bound.AT_LEAST,
              12),
          Goal.ratio(
              "added p50 at 1,000 requests/s with recording, to nginx",
              Weir.RECORDING,
              Metric.ADDED_P50_MICROS,
              Nginx.NAME,
              Bound.AT_MOST,
              1.7),
          Goal.ratio(
              "p99 at 1,000 requests/s with recording, to nginx",
              Weir.RECORDING,
              Metric.FIXED_RATE_P99_MICROS,
              Nginx.NAME,
              Bound.AT_MOST,
              2),
          Goal.ratio(
              "added time to first event p50, 200 streams, to nginx",
              Weir.RECORDING,
              Metric.ADDED_FIRST_EVENT_P50_MICROS,
              Nginx.NAME,
              Bound.AT_MOST,
              1.7),
          Goal.ratio(
              "time to first event p99, 200 streams, to nginx",
              Weir.RECORDING,
              Metric.FIRST_EVENT_P99_MICROS,
              Nginx.NAME,
              Bound.AT_MOST,
              2),
          Goal.value(
              "recorded events/s per core",
              Weir.RECORDING,
              Metric.FAST_EVENTS_PER_SECOND,
              Bound.AT_LEAST,
              35_000),
          Goal.value(
              "KiB per idle stream", Weir.RECORDING, Metric.IDLE_STREAM_KIB, Bound.AT_MOST, 35));

  private Goals() {}
}
