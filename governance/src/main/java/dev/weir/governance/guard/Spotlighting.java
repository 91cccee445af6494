package dev.weir.governance.guard;

/** Whether what documents and tools bring is marked as data for the model that reads it. */
public enum Spotlighting {
  OFF,
  /** Each of their texts stands between two lines that its author could not guess. */
  DELIMIT
}
