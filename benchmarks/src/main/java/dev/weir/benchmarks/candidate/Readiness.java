package dev.weir.benchmarks.candidate;

/** Whether a candidate can take part on this machine. */
public sealed interface Readiness {

  /** It can, in this version. */
  record Ready(String version) implements Readiness {}

  /** It cannot; the report says why. */
  record Absent(String reason) implements Readiness {}
}
