package dev.weir.governance.task;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Tells the kind of task from a text: a linear model over hashed words (multinomial logistic
 * regression). It takes microseconds and a text of any length, and is measured in docs: what it was
 * trained on is English for the most part. For any number of threads.
 */
public final class TaskClassifier {

  private static final String WEIGHTS = "weights.bin";
  private static final Task GUESS = new Task(TaskKind.GENERAL, 1.0 / TaskWeights.KINDS.size());

  private final TaskWeights weights;

  TaskClassifier(TaskWeights weights) {
    this.weights = weights;
  }

  /** The model that comes with Weir. */
  public static TaskClassifier standard() {
    try (InputStream in = TaskClassifier.class.getResourceAsStream(WEIGHTS)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + WEIGHTS);
      }
      return new TaskClassifier(TaskWeights.read(new DataInputStream(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the text, as a rule what a user said last, asks for. */
  public Task classify(CharSequence text) {
    var features = new TaskFeatures();
    features.read(text);
    if (features.isEmpty()) {
      return GUESS;
    }
    double[] scores = weights.scores(features);
    int best = 0;
    for (int kind = 1; kind < scores.length; kind++) {
      if (scores[kind] > scores[best]) {
        best = kind;
      }
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - scores[best]);
    }
    return new Task(TaskWeights.KINDS.get(best), 1 / sum);
  }
}
