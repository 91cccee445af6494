package dev.weir.standalone.statement;

/** What a closing does without, by order of who closes. */
public enum Waiver {
  /** Usage of the month that is still on its way; a later statement charges it. */
  LATE_USAGE,
  /** Rows that the log may have deleted; no statement charges them. */
  DELETED_ROWS
}
