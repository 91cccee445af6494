package dev.weir.governance.firewall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Logistic regression by stochastic gradient descent with a falling rate and decay. An example
 * counts by its worst window (multiple instance learning: of a bad text some window is bad, of a
 * good one none is); in the first rounds by any. Each time a part of the n-grams is left out, so
 * that no single one decides. Sources of a label weigh the same whatever their size is, within
 * limits. The same examples in the same order give the same weights.
 */
final class NgramTraining {

  private static final int ROUNDS = 16;
  private static final int ANY_WINDOW = 4;
  private static final double LEFT_OUT = 0.5;
  private static final double RATE = 0.1;
  private static final double DECAY = 0.02;
  private static final double BALANCE = 0.25;
  private static final double IMPORTANCE_MAX = 8;

  private final float[] weights = new float[NgramFeatures.BUCKETS];
  private final Random random = new Random(7);
  private double bias;

  private NgramTraining() {}

  /** What is learnt from, its words read once. */
  record Row(NgramFeatures.Words words, boolean injection, String source) {
    static Row of(Example example) {
      return new Row(
          NgramFeatures.words(Folding.fold(example.text())), example.injection(), example.source());
    }
  }

  static NgramModel train(List<Row> rows) {
    var training = new NgramTraining();
    training.learn(rows);
    return NgramModel.of(training.bias, training.weights);
  }

  private void learn(List<Row> rows) {
    Map<String, Double> importance = importance(rows);
    List<Row> shuffled = new ArrayList<>(rows);
    shuffled.removeIf(row -> row.words().count() == 0);
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(shuffled, random);
      double rate = RATE / (1 + 0.2 * round);
      for (Row row : shuffled) {
        int[] window = round < ANY_WINDOW ? anyWindow(row) : worstWindow(row);
        step(row, window, rate, rate * importance.getOrDefault(key(row), 1.0));
      }
      float keep = (float) (1 - rate * DECAY);
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= keep;
      }
    }
  }

  private static String key(Row row) {
    return row.source() + row.injection();
  }

  /** By source and label: both labels weigh the same, and small sources more than their size. */
  private static Map<String, Double> importance(List<Row> rows) {
    Map<String, Integer> sizes = new HashMap<>();
    rows.forEach(row -> sizes.merge(key(row), 1, Integer::sum));
    Map<String, Double> raw = new HashMap<>();
    var sums = new double[2];
    for (Row row : rows) {
      double each = StrictMath.pow(sizes.getOrDefault(key(row), 1), -BALANCE);
      raw.put(key(row), each);
      sums[row.injection() ? 1 : 0] += each;
    }
    Map<String, Double> importance = new HashMap<>();
    raw.forEach((key, each) ->
        importance.put(
            key,
            Math.min(IMPORTANCE_MAX, each / sums[key.endsWith("true") ? 1 : 0] * rows.size() / 2)));
    return importance;
  }

  private int[] anyWindow(Row row) {
    List<int[]> windows = new ArrayList<>();
    Windows.each(row.words().count(), (from, to) -> windows.add(new int[] {from, to}));
    return windows.get(random.nextInt(windows.size()));
  }

  private int[] worstWindow(Row row) {
    NgramFeatures.Words words = row.words();
    var sums = new double[words.count() + 1];
    for (int word = 0; word < words.count(); word++) {
      double sum = 0;
      for (int i = words.start(word); i < words.start(word + 1); i++) {
        sum += weights[words.bucket(i)];
      }
      sums[word + 1] = sums[word] + sum;
    }
    var worst = new int[] {0, words.count()};
    var most = new double[] {Double.NEGATIVE_INFINITY};
    Windows.each(
        words.count(),
        (from, to) -> {
          double score = (sums[to] - sums[from]) / words.norm(from, to);
          if (score > most[0]) {
            most[0] = score;
            worst[0] = from;
            worst[1] = to;
          }
        });
    return worst;
  }

  private void step(Row row, int[] window, double biasRate, double rate) {
    NgramFeatures.Words words = row.words();
    int start = words.start(window[0]);
    int end = words.start(window[1]);
    long leaving = random.nextLong();
    double value = 1 / (words.norm(window[0], window[1]) * (1 - LEFT_OUT));
    double sum = 0;
    for (int i = start; i < end; i++) {
      sum += stays(leaving, i) ? weights[words.bucket(i)] : 0;
    }
    double probability = 1 / (1 + StrictMath.exp(-(sum * value + bias)));
    double error = (row.injection() ? 1 : 0) - probability;
    bias += 0.02 * biasRate * error;
    float change = (float) (rate * error * value);
    for (int i = start; i < end; i++) {
      if (stays(leaving, i)) {
        weights[words.bucket(i)] += change;
      }
    }
  }

  private static boolean stays(long leaving, int feature) {
    long mixed = (leaving ^ feature) * 0x9e3779b97f4a7c15L;
    mixed ^= mixed >>> 32;
    return ((mixed * 0xd6e8feb86659fd93L) >>> 40) >= LEFT_OUT * (1 << 24);
  }
}
