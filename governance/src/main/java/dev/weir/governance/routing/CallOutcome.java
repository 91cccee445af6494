package dev.weir.governance.routing;

import java.time.Duration;

/** What a call says of the model that was asked. */
public sealed interface CallOutcome {

  /** It answered; an error that is the fault of the one who asked is an answer as well. */
  record Answered() implements CallOutcome {

    public static final Answered IT = new Answered();
  }

  /**
   * It answered as a stream.
   *
   * @param ttftMillis from the call to the first token
   * @param tokensPerSecond after the first one; 0 where it was not measured
   */
  record Measured(double ttftMillis, double tokensPerSecond) implements CallOutcome {

    public Measured {
      if (!(ttftMillis >= 0 && tokensPerSecond >= 0)
          || Double.isInfinite(ttftMillis)
          || Double.isInfinite(tokensPerSecond)) {
        throw new IllegalArgumentException(
            "no measurements: " + ttftMillis + ", " + tokensPerSecond);
      }
    }
  }

  /** It failed. */
  record Failed() implements CallOutcome {

    public static final Failed IT = new Failed();
  }

  /** It does not take calls before that much time has passed; no failure beyond that. */
  record AskedToWait(Duration time) implements CallOutcome {

    public AskedToWait {
      if (!time.isPositive()) {
        throw new IllegalArgumentException("a time to wait is above 0: " + time);
      }
    }
  }

  /** It says nothing: the caller left, or another model was faster. */
  record Unknown() implements CallOutcome {

    public static final Unknown IT = new Unknown();
  }
}
