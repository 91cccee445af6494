package dev.weir.encoder;

/** Picks the row of tags with the best sum of scores in which no inside tag lacks its beginning. */
final class TagPath {

  private TagPath() {}

  /** One tag per word (Viterbi 1967); {@code scores} has {@link Label#TAGS} numbers per word. */
  static int[] best(float[][] scores) {
    int words = scores.length;
    int[] path = new int[words];
    if (words == 0) {
      return path;
    }
    byte[][] from = new byte[words][Label.TAGS];
    float[] sums = new float[Label.TAGS];
    for (int tag = 0; tag < Label.TAGS; tag++) {
      sums[tag] = Label.isInside(tag) ? Float.NEGATIVE_INFINITY : scores[0][tag];
    }
    for (int word = 1; word < words; word++) {
      int best = best(sums);
      float[] next = new float[Label.TAGS];
      for (int tag = 0; tag < Label.TAGS; tag++) {
        int previous = Label.isInside(tag) ? better(sums, tag - 1, tag) : best;
        from[word][tag] = (byte) previous;
        next[tag] = sums[previous] + scores[word][tag];
      }
      sums = next;
    }
    path[words - 1] = best(sums);
    for (int word = words - 1; word > 0; word--) {
      path[word - 1] = from[word][path[word]];
    }
    return path;
  }

  private static int better(float[] sums, int one, int other) {
    return sums[one] >= sums[other] ? one : other;
  }

  private static int best(float[] sums) {
    int best = 0;
    for (int tag = 1; tag < sums.length; tag++) {
      best = better(sums, best, tag);
    }
    return best;
  }

  /** Log probabilities of scores, in place. */
  static void normalise(float[] scores) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - most);
    }
    float shift = most + (float) Math.log(sum);
    for (int i = 0; i < scores.length; i++) {
      scores[i] -= shift;
    }
  }
}
