package dev.weir.governance.statement;

/** Why a line is in a statement; in the order in which a statement shows them. */
public enum LineKind {
  /** What the month's use cost. */
  USAGE("usage"),
  /** A correction of the statement's own month. */
  CORRECTION("correction"),
  /** What came after the statement of an earlier month was closed. */
  EARLIER("earlier-correction");

  private final String text;

  LineKind(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
