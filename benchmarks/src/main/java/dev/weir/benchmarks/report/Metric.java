package dev.weir.benchmarks.report;

import java.util.Optional;

/** What is measured, with its unit; the order is the order of the report's columns. */
public enum Metric {
  REQUESTS_PER_SECOND(Phase.CLOSED_LOOP, "requests/s", 0, true),
  /** What a whole core would give at the same cost: the rate, when the gateway had all of it. */
  REQUESTS_PER_CORE(Phase.CLOSED_LOOP, "per full core", 0, true),
  REQUEST_CPU_MICROS(Phase.CLOSED_LOOP, "CPU µs/request", 1, true),
  CLOSED_LOOP_P99_MICROS(Phase.CLOSED_LOOP, "p99 µs", 0, false),
  CLOSED_LOOP_FAILED(Phase.CLOSED_LOOP, "failed", 0, false),
  CLOSED_LOOP_GATEWAY_PERCENT(Phase.CLOSED_LOOP, "gateway's share of its core %", 0, false),
  CLOSED_LOOP_OTHERS_PERCENT(Phase.CLOSED_LOOP, "others' share %", 0, false),
  CLOSED_LOOP_LOAD_BUSY_PERCENT(Phase.CLOSED_LOOP, "load core busy %", 0, false),
  UPSTREAM_REQUEST_CPU_MICROS(Phase.CLOSED_LOOP, "upstream CPU µs/request", 1, false),
  WARM_UP_SECONDS(Phase.CLOSED_LOOP, "warm-up s", 0, false),

  FIXED_RATE_P50_MICROS(Phase.FIXED_RATE, "p50 µs", 0, false),
  FIXED_RATE_P99_MICROS(Phase.FIXED_RATE, "p99 µs", 0, true),
  ADDED_P50_MICROS(Phase.FIXED_RATE, "added p50 µs", 0, true),
  FIXED_RATE_CPU_MICROS(Phase.FIXED_RATE, "CPU µs/request", 0, false),
  FIXED_RATE_FAILED(Phase.FIXED_RATE, "failed", 0, false),
  GENERATOR_LATENESS_P99_MICROS(Phase.FIXED_RATE, "generator late p99 µs", 0, false),

  FIRST_EVENT_P50_MICROS(Phase.STREAMS, "first event p50 µs", 0, false),
  FIRST_EVENT_P99_MICROS(Phase.STREAMS, "p99 µs", 0, true),
  ADDED_FIRST_EVENT_P50_MICROS(Phase.STREAMS, "added first event p50 µs", 0, true),
  EVENT_DELAY_P50_MICROS(Phase.STREAMS, "event delay p50 µs", 0, false),
  ADDED_EVENT_DELAY_P50_MICROS(Phase.STREAMS, "added event delay p50 µs", 0, true),
  STREAM_EVENTS_PER_SECOND(Phase.STREAMS, "events/s", 0, false),
  STREAM_EVENT_CPU_MICROS(Phase.STREAMS, "CPU µs/event", 1, true),
  STREAMS_FAILED(Phase.STREAMS, "failed", 0, false),

  FAST_EVENTS_PER_SECOND(Phase.FAST_STREAMS, "events/s", 0, true),
  FAST_EVENT_CPU_MICROS(Phase.FAST_STREAMS, "CPU µs/event", 1, true),
  FAST_DELAY_P50_MICROS(Phase.FAST_STREAMS, "event delay p50 µs", 0, false),
  FAST_GATEWAY_PERCENT(Phase.FAST_STREAMS, "gateway's share of its core %", 0, false),
  FAST_OTHERS_PERCENT(Phase.FAST_STREAMS, "others' share %", 0, false),
  FAST_FAILED(Phase.FAST_STREAMS, "failed", 0, false),

  IDLE_STREAM_KIB(Phase.IDLE, "KiB per stream", 1, true),
  RESIDENT_MIB(Phase.IDLE, "resident before, MiB", 1, true);

  private final Phase phase;
  private final String label;
  private final int decimals;
  private final boolean compared;

  Metric(Phase phase, String label, int decimals, boolean compared) {
    this.phase = phase;
    this.label = label;
    this.decimals = decimals;
    this.compared = compared;
  }

  public Phase phase() {
    return phase;
  }

  /** What a reader calls it; the unit is part of it. */
  public String label() {
    return label;
  }

  /** How many decimals still mean something. */
  int decimals() {
    return decimals;
  }

  /** Whether its ratio to nginx is worth a column. */
  boolean compared() {
    return compared;
  }

  /** For a difference to the direct call: what it is the difference of. */
  Optional<Metric> addedTo() {
    return switch (this) {
      case ADDED_P50_MICROS -> Optional.of(FIXED_RATE_P50_MICROS);
      case ADDED_FIRST_EVENT_P50_MICROS -> Optional.of(FIRST_EVENT_P50_MICROS);
      case ADDED_EVENT_DELAY_P50_MICROS -> Optional.of(EVENT_DELAY_P50_MICROS);
      default -> Optional.empty();
    };
  }
}
