package dev.weir.governance.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Multinomial logistic regression by stochastic gradient descent with a falling rate and L2 decay;
 * each time a part of what an example shows is left out, so that no single word decides. Kinds
 * weigh the same however many examples each has. The same examples give the same weights.
 */
final class TaskModelTraining {

  private static final int ROUNDS = 40;
  private static final double LEFT_OUT = 0.4;
  private static final double RATE = 2.0;
  private static final double DECAY = 2e-5;
  private static final int KINDS = TaskWeights.KINDS.size();

  private final double[] bias = new double[KINDS];
  private final double[] weights = new double[TaskFeatures.BUCKETS * KINDS];
  private final Random random = new Random(7);
  private final TaskFeatures features = new TaskFeatures();

  private TaskModelTraining() {}

  static TaskWeights train(List<Labelled> examples) {
    var training = new TaskModelTraining();
    training.learn(examples);
    return TaskWeights.of(training.bias, training.weights);
  }

  private void learn(List<Labelled> examples) {
    var count = new double[KINDS];
    examples.forEach(example -> count[example.index()]++);
    List<Labelled> shuffled = new ArrayList<>(examples);
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(shuffled, random);
      double rate = RATE / (1 + 0.2 * round);
      for (Labelled example : shuffled) {
        double importance = examples.size() / (KINDS * count[example.index()]);
        step(example, rate * Math.min(importance, 4));
      }
      double keep = 1 - Math.min(0.5, rate * DECAY * examples.size());
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= keep;
      }
    }
  }

  private void step(Labelled example, double rate) {
    features.read(example.text());
    List<Shown> shown = new ArrayList<>();
    features.forEach((bucket, weight) -> {
      if (random.nextDouble() >= LEFT_OUT) {
        shown.add(new Shown(bucket, weight / (1 - LEFT_OUT)));
      }
    });
    double[] probability = probabilities(shown);
    var gradient = new double[KINDS];
    for (int kind = 0; kind < KINDS; kind++) {
      gradient[kind] = (kind == example.index() ? 1 : 0) - probability[kind];
      bias[kind] += 0.1 * rate * gradient[kind];
    }
    for (Shown each : shown) {
      for (int kind = 0; kind < KINDS; kind++) {
        weights[each.bucket() * KINDS + kind] += rate * each.weight() * gradient[kind];
      }
    }
  }

  private record Shown(int bucket, double weight) {}

  private double[] probabilities(List<Shown> shown) {
    double[] scores = bias.clone();
    for (Shown each : shown) {
      for (int kind = 0; kind < KINDS; kind++) {
        scores[kind] += each.weight() * weights[each.bucket() * KINDS + kind];
      }
    }
    double max = Math.max(Math.max(scores[0], scores[1]), Math.max(scores[2], scores[3]));
    double sum = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      scores[kind] = StrictMath.exp(scores[kind] - max);
      sum += scores[kind];
    }
    for (int kind = 0; kind < KINDS; kind++) {
      scores[kind] /= sum;
    }
    return scores;
  }
}
