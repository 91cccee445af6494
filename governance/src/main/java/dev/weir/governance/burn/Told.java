package dev.weir.governance.burn;

import java.time.Instant;
import java.util.Map;

/**
 * What was told of an account's window, so that nothing is told twice.
 *
 * @param percent the highest share; 0 for none
 * @param open the burn rules that hold, by their names
 * @param ended when those last did that do not any more
 */
public record Told(int percent, Map<String, Burning> open, Map<String, Instant> ended) {

  public static final Told NOTHING = new Told(0, Map.of(), Map.of());

  /**
   * A burn rule that holds.
   *
   * @param isTold false where a more urgent rule held when it began, whose news is enough
   */
  public record Burning(Instant since, boolean isTold) {}

  public Told {
    open = Map.copyOf(open);
    ended = Map.copyOf(ended);
  }
}
