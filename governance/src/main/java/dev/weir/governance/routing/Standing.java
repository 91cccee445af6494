package dev.weir.governance.routing;

/** Whether a model may be asked now, and why rather not. */
public enum Standing {
  READY(""),
  /** It fails so often that it is left alone for now. */
  BREAKER_OPEN("its breaker is open"),
  /** Its provider said when to come again. */
  ASKED_TO_WAIT("its provider asked to wait"),
  /** It has as many calls as it may have at once. */
  FULL("it has all the calls that it may have");

  private final String why;

  Standing(String why) {
    this.why = why;
  }

  /** In words that follow "since". */
  String why() {
    return why;
  }
}
