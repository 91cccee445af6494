package dev.weir.governance.masking;

/**
 * How much one conversation may hold back. What is beyond is refused: it neither leaves unmasked
 * nor takes more memory.
 *
 * @param valuesMax different values
 * @param valueCharactersMax of all values together
 * @param textCharactersMax of one text
 */
public record MaskingLimits(int valuesMax, int valueCharactersMax, int textCharactersMax) {

  public static final MaskingLimits DEFAULT = new MaskingLimits(10_000, 4_000_000, 16_000_000);

  /** Placeholders are read up to this number. */
  static final int VALUES_MAX = 999_999;

  public MaskingLimits {
    if (valuesMax < 1 || valuesMax > VALUES_MAX) {
      throw new IllegalArgumentException("1 to " + VALUES_MAX + " values: " + valuesMax);
    }
    if (valueCharactersMax < 1 || textCharactersMax < 1) {
      throw new IllegalArgumentException(
          "characters must be positive: " + valueCharactersMax + ", " + textCharactersMax);
    }
  }
}
