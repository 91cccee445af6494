package dev.weir.governance.statement;

/** Where a row stands in {@code weir.chargeback}. */
public record RowPosition(int partition, long offset) {

  public RowPosition {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("no position: " + partition + ", " + offset);
    }
  }
}
