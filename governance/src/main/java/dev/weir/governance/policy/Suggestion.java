package dev.weir.governance.policy;

import java.util.Comparator;
import java.util.List;

/** "did you mean": the known name that is nearest to a mistyped one. */
public final class Suggestion {

  private Suggestion() {}

  /** {@code "; did you mean 'limits'?"}, or nothing where no known name is near. */
  public static String among(List<String> known, String typed) {
    int near = Math.max(1, typed.length() / 3);
    return known.stream()
        .distinct()
        .filter(name -> distance(name, typed) <= near)
        .min(Comparator.comparingInt(name -> distance(name, typed)))
        .map(name -> "; did you mean '" + name + "'?")
        .orElse("");
  }

  /** Levenshtein's distance, on at most 64 characters of each. */
  private static int distance(String a, String b) {
    String from = a.substring(0, Math.min(64, a.length()));
    String to = b.substring(0, Math.min(64, b.length()));
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
