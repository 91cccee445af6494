package dev.weir.governance.policy;

/** What must have happened to a prompt's record before the prompt may leave. */
public enum RecordingMode {
  /** The log has acknowledged it. */
  STRICT,
  /** Nothing; it is sent to the log alongside, and every loss is counted. */
  OPEN
}
