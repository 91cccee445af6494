package dev.weir.benchmarks.report;

/** A part of the measurement; one table of the report. */
public enum Phase {
  CLOSED_LOOP("Closed loop: 64 callers, instant answers of 1 KB"),
  FIXED_RATE("Constant arrivals: 1,000 requests a second"),
  STREAMS("200 streams, one event each 10 ms"),
  FAST_STREAMS("200 streams, each event as soon as the one before has come out"),
  IDLE("1,000 idle streams");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
