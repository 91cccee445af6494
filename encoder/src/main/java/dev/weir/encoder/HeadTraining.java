package dev.weir.encoder;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Learns a head from examples by gradient descent (Adam: Kingma and Ba 2015) with dropout. What is
 * made more likely is the sum over the tags that are right for a word, since a source that does not
 * mark ages does not say that a word is none. The same seed and vectors give the same weights.
 */
final class HeadTraining {

  private static final int ROUNDS = 3;
  private static final int BATCH = 256;
  private static final float RATE = 1e-3f;
  private static final float DROPPED = 0.3f;
  private static final float DECAY = 1e-5f;
  private static final float FIRST_MOMENT = 0.9f;
  private static final float SECOND_MOMENT = 0.999f;
  private static final float TINY = 1e-8f;

  private final Examples examples;
  private final SplittableRandom random;
  private final Head head;
  private final float[][] gradients;
  private final float[][] first;
  private final float[][] second;
  private final float[] input = new float[WordVectors.INPUTS];
  private final float[] hidden = new float[Head.HIDDEN];
  private final float[] hiddenGradient = new float[Head.HIDDEN];
  private final float[] tags = new float[Label.TAGS];
  private int step;

  private HeadTraining(Examples examples, long seed, String sources) {
    this.examples = examples;
    this.random = new SplittableRandom(seed);
    this.head = Head.blank(sources);
    this.gradients = zeros();
    this.first = zeros();
    this.second = zeros();
    scatter(head.in, Math.sqrt(2.0 / WordVectors.INPUTS));
    scatter(head.out, Math.sqrt(1.0 / Head.HIDDEN));
  }

  static Head train(Examples examples, long seed, String sources) {
    return new HeadTraining(examples, seed, sources).run();
  }

  private Head run() {
    int[] order = new int[examples.size()];
    Arrays.setAll(order, i -> i);
    int steps = ROUNDS * Math.ceilDiv(order.length, BATCH);
    for (int round = 0; round < ROUNDS; round++) {
      shuffle(order);
      for (int from = 0; from < order.length; from += BATCH) {
        int end = Math.min(from + BATCH, order.length);
        for (int i = from; i < end; i++) {
          learn(order[i], 1f / (end - from));
        }
        descend(RATE * (1 - (float) step / steps));
      }
    }
    return head;
  }

  /** Adds the gradient of one example's loss. */
  private void learn(int example, float share) {
    examples.write(example, input);
    head.hidden(input, hidden);
    for (int unit = 0; unit < Head.HIDDEN; unit++) {
      hidden[unit] = random.nextDouble() < DROPPED ? 0 : hidden[unit] / (1 - DROPPED);
    }
    head.tags(hidden, tags);
    lossGradient(examples.tags(example), share);
    Arrays.fill(hiddenGradient, 0);
    for (int unit = 0; unit < Head.HIDDEN; unit++) {
      // A unit at zero was silent or dropped: nothing goes through it.
      if (hidden[unit] > 0) {
        hiddenGradient[unit] = throughUnit(unit) / (1 - DROPPED);
      }
    }
    add(tags, gradients[3]);
    add(hiddenGradient, gradients[1]);
    for (int i = 0; i < input.length; i++) {
      float value = input[i];
      if (value != 0) {
        int row = i * Head.HIDDEN;
        for (int unit = 0; unit < Head.HIDDEN; unit++) {
          gradients[0][row + unit] += value * hiddenGradient[unit];
        }
      }
    }
  }

  /** Turns the log probabilities in {@code tags} into the gradient of the loss by the scores. */
  private void lossGradient(int right, float share) {
    float sum = TINY;
    for (int tag = 0; tag < Label.TAGS; tag++) {
      tags[tag] = (float) Math.exp(tags[tag]);
      sum += ((right >> tag) & 1) == 1 ? tags[tag] : 0;
    }
    for (int tag = 0; tag < Label.TAGS; tag++) {
      float wanted = ((right >> tag) & 1) == 1 ? tags[tag] / sum : 0;
      tags[tag] = (tags[tag] - wanted) * share;
    }
  }

  private float throughUnit(int unit) {
    float through = 0;
    int row = unit * Label.TAGS;
    for (int tag = 0; tag < Label.TAGS; tag++) {
      gradients[2][row + tag] += hidden[unit] * tags[tag];
      through += head.out[row + tag] * tags[tag];
    }
    return through;
  }

  private void descend(float rate) {
    step++;
    float firstScale = 1 - (float) Math.pow(FIRST_MOMENT, step);
    float secondScale = 1 - (float) Math.pow(SECOND_MOMENT, step);
    float[][] weights = head.weights();
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights[i].length; j++) {
        float gradient = gradients[i][j];
        first[i][j] = FIRST_MOMENT * first[i][j] + (1 - FIRST_MOMENT) * gradient;
        second[i][j] = SECOND_MOMENT * second[i][j] + (1 - SECOND_MOMENT) * gradient * gradient;
        float towards =
            first[i][j] / firstScale / ((float) Math.sqrt(second[i][j] / secondScale) + TINY);
        weights[i][j] -= rate * (towards + DECAY * weights[i][j]);
      }
      Arrays.fill(gradients[i], 0);
    }
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int each = order[i];
      order[i] = order[other];
      order[other] = each;
    }
  }

  private void scatter(float[] weights, double deviation) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * deviation);
    }
  }

  private float[][] zeros() {
    return Arrays.stream(head.weights())
        .map(weights -> new float[weights.length])
        .toArray(float[][]::new);
  }

  private static void add(float[] values, float[] sums) {
    for (int i = 0; i < values.length; i++) {
      sums[i] += values[i];
    }
  }
}
