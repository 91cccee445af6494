package dev.weir.standalone.doctor;

/** What one look has shown. */
public record Finding(String subject, State state, String detail) {

  /** How good it is. */
  public enum State {
    OK,
    /** Works, but not for long or not for everybody. */
    WARN,
    FAIL
  }

  static Finding ok(String subject, String detail) {
    return new Finding(subject, State.OK, detail);
  }

  static Finding warn(String subject, String detail) {
    return new Finding(subject, State.WARN, detail);
  }

  static Finding fail(String subject, String detail) {
    return new Finding(subject, State.FAIL, detail);
  }
}
