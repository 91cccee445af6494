package dev.weir.governance.firewall;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A linear model over the n-grams of a window: the sum of its weights over the square root of their
 * number, plus a bias. A text is as bad as its worst window. Each weight is a byte, to be
 * multiplied by one scale; the bias is such that 0 is the threshold that was chosen in training.
 */
final class NgramModel {

  private static final int MAGIC = 0x57465731;

  /**
   * The worst of many windows is worse by chance: what a text loses by the logarithm of its length.
   */
  private static final double BY_LENGTH = 0.3;

  private static final double WINDOW_WORDS = 60;
  private static final int NEAR_WORDS = 30;

  private final float scale;
  private final float bias;
  private final byte[] weights;

  private NgramModel(float scale, float bias, byte[] weights) {
    this.scale = scale;
    this.bias = bias;
    this.weights = weights;
  }

  /**
   * Rounds what training has found.
   *
   * @param bias what a window without known n-grams scores
   * @param exact a weight for each bucket
   */
  static NgramModel of(double bias, float[] exact) {
    float max = 1e-9f;
    for (float weight : exact) {
      max = Math.max(max, Math.abs(weight));
    }
    // Few weights are large: a finer scale for the many small ones costs the largest some reach.
    float scale = max / 2 / Byte.MAX_VALUE;
    var rounded = new byte[exact.length];
    for (int i = 0; i < exact.length; i++) {
      rounded[i] = (byte) Math.clamp(Math.round(exact[i] / scale), -Byte.MAX_VALUE, Byte.MAX_VALUE);
    }
    return new NgramModel(scale, (float) bias, rounded);
  }

  /** The same model with another threshold: what scored {@code threshold} scores 0. */
  NgramModel at(double threshold) {
    return new NgramModel(scale, (float) (bias - threshold), weights);
  }

  static NgramModel read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC || in.readInt() != NgramFeatures.BUCKETS) {
      throw new IOException("these are no weights of a firewall model of this version");
    }
    float scale = in.readFloat();
    float bias = in.readFloat();
    var weights = new byte[NgramFeatures.BUCKETS];
    in.readFully(weights);
    return new NgramModel(scale, bias, weights);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(NgramFeatures.BUCKETS);
    out.writeFloat(scale);
    out.writeFloat(bias);
    out.write(weights);
  }

  /** Scores the words of a text once, to be asked for any part of it. */
  Scored score(NgramFeatures.Words words) {
    var sums = new int[words.count() + 1];
    for (int word = 0; word < words.count(); word++) {
      int sum = sums[word];
      for (int i = words.start(word); i < words.start(word + 1); i++) {
        sum += weights[words.bucket(i)];
      }
      sums[word + 1] = sum;
    }
    return new Scored(words, sums);
  }

  /** How much speaks for an injection, above or below 0. */
  final class Scored {

    private final NgramFeatures.Words words;
    private final int[] sums;
    private double worst = Double.NEGATIVE_INFINITY;

    private Scored(NgramFeatures.Words words, int[] sums) {
      this.words = words;
      this.sums = sums;
    }

    /** Of the worst window, with what its text is long; nothing speaks for it without words. */
    double worst() {
      if (worst == Double.NEGATIVE_INFINITY && words.count() > 0) {
        Windows.each(words.count(), (from, to) -> worst = Math.max(worst, part(from, to)));
        double length = Math.max(1, words.count() / WINDOW_WORDS);
        worst = worst * scale + bias - BY_LENGTH * Math.log(length);
      }
      return worst;
    }

    /** Of the words near this one, however long the text is. */
    double near(int word) {
      int from = Math.max(0, word - NEAR_WORDS / 2);
      return part(from, Math.min(words.count(), from + NEAR_WORDS)) * scale + bias;
    }

    private double part(int from, int to) {
      return (sums[to] - sums[from]) / words.norm(from, to);
    }
  }
}
