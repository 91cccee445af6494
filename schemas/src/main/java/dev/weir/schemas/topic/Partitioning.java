package dev.weir.schemas.topic;

/** How many partitions a topic has. */
public enum Partitioning {
  /**
   * As many as all other topics of this kind have, so that processors can join them by key. The
   * number is chosen when the first of them is created and never changes.
   */
  SHARED,
  /** One: its records have one order. */
  SINGLE
}
