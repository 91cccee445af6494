package dev.weir.governance.detection.secret;

import java.util.SplittableRandom;

/** Makes tokens from shapes, so that no text that looks like a real one lies in the sources. */
final class Shapes {

  private static final String DIGITS = "0123456789";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  private static final String CAPITAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private Shapes() {}

  /**
   * A token: {@code <A36>} stands for 36 letters and digits, {@code H} for hexadecimal, {@code L}
   * for small letters and digits, {@code C} for capital ones, {@code D} for digits.
   */
  static String fill(String shape, SplittableRandom random) {
    StringBuilder token = new StringBuilder();
    for (int at = 0; at < shape.length(); at++) {
      if (shape.charAt(at) != '<') {
        token.append(shape.charAt(at));
        continue;
      }
      int end = shape.indexOf('>', at);
      String letters = letters(shape.charAt(at + 1));
      int count = Integer.parseInt(shape, at + 2, end, 10);
      for (int i = 0; i < count; i++) {
        token.append(letters.charAt(random.nextInt(letters.length())));
      }
      at = end;
    }
    return token.toString();
  }

  private static String letters(char kind) {
    return switch (kind) {
      case 'A' -> DIGITS + SMALL + CAPITAL;
      case 'H' -> DIGITS + "abcdef";
      case 'L' -> DIGITS + SMALL;
      case 'C' -> DIGITS + CAPITAL;
      case 'D' -> DIGITS;
      default -> throw new IllegalArgumentException("no such kind: " + kind);
    };
  }
}
