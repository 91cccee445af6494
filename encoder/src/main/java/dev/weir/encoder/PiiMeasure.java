package dev.weir.encoder;

/**
 * How well one type was found: {@code marked} spans were to be found, {@code found} were found, and
 * {@code right} of these met a marked one.
 */
public record PiiMeasure(String type, int marked, int found, int right) {

  public PiiMeasure {
    if (right < 0 || right > marked || right > found) {
      throw new IllegalArgumentException("right: " + right + " of " + marked + " and " + found);
    }
  }

  /** The share of found spans that are right; 0 where nothing was found. */
  public double precision() {
    return found == 0 ? 0 : (double) right / found;
  }

  /** The share of marked spans that were found; 0 where none was marked. */
  public double recall() {
    return marked == 0 ? 0 : (double) right / marked;
  }
}
