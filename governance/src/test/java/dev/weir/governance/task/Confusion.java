package dev.weir.governance.task;

import java.util.List;
import java.util.Locale;

/** How often each kind was taken for which. */
final class Confusion {

  private final int[][] counts = new int[TaskWeights.KINDS.size()][TaskWeights.KINDS.size()];
  private int right;
  private int all;

  static Confusion of(TaskClassifier classifier, List<Labelled> examples) {
    var confusion = new Confusion();
    for (Labelled example : examples) {
      TaskKind told = classifier.classify(example.text()).kind();
      confusion.counts[example.index()][TaskWeights.KINDS.indexOf(told)]++;
      confusion.right += told == example.kind() ? 1 : 0;
      confusion.all++;
    }
    return confusion;
  }

  double accuracy() {
    return (double) right / all;
  }

  /** Of those that are no simple tasks, the part that was taken for one. */
  double takenForSimple() {
    int others = 0;
    int taken = 0;
    for (TaskKind kind : TaskKind.values()) {
      if (kind != TaskKind.SIMPLE) {
        for (int count : counts[TaskWeights.KINDS.indexOf(kind)]) {
          others += count;
        }
        taken +=
            counts[TaskWeights.KINDS.indexOf(kind)][TaskWeights.KINDS.indexOf(TaskKind.SIMPLE)];
      }
    }
    return (double) taken / others;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%d of %d right%n", right, all));
    for (TaskKind kind : TaskKind.values()) {
      text.append(String.format(Locale.ROOT, "%-10s", kind.text()));
      for (int count : counts[TaskWeights.KINDS.indexOf(kind)]) {
        text.append(String.format(Locale.ROOT, "%5d", count));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
