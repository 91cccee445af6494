package dev.weir.governance.burn;

import java.time.Instant;
import java.util.Optional;

/**
 * Where spending is going to end if it goes on as it did.
 *
 * @param spent the expected amount at the end of the window
 * @param low the true end is between this
 * @param high and this in nine of ten cases
 * @param reached when the limit is reached, where that is before the end
 */
public record Forecast(long spent, long low, long high, Method method, Optional<Instant> reached) {

  /** How it was made. */
  public enum Method {
    /** The mean of the last week's hours goes on. */
    LINEAR,
    /** Each hour of the week goes on as it usually is, at the level of the last week. */
    SEASONAL
  }

  public Forecast {
    if (low > spent || spent > high) {
      throw new IllegalArgumentException(
          "a forecast lies in its range: " + low + ", " + spent + ", " + high);
    }
  }
}
