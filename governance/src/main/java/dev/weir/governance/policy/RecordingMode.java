package dev.weir.governance.policy;

/** What must have happened to a prompt's record before the prompt may leave. */
public enum RecordingMode {
  /** The log has acknowledged it. */
  STRICT,
  /** The proxy's journal holds it, which outlives the process. */
  SPOOL,
  /** Nothing; it is sent to the log alongside, and every loss is counted. */
  OPEN
}
