package dev.weir.encoder;

import dev.weir.encoder.LabelledText.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how well found spans meet marked ones. They meet when they have one label and share nine
 * tenths of what both cover together; each meets at most one.
 */
final class SpanScores {

  private static final double SHARED_MIN = 0.9;

  private final Map<Label, int[]> counts = new EnumMap<>(Label.class);

  SpanScores() {
    for (Label label : Label.values()) {
      counts.put(label, new int[3]);
    }
  }

  void add(List<Span> marked, List<Span> found) {
    List<Span> left = new ArrayList<>(found);
    for (Span span : marked) {
      count(span.label())[0]++;
      if (removeMet(left, span)) {
        count(span.label())[2]++;
      }
    }
    found.forEach(span -> count(span.label())[1]++);
  }

  /** One line per label, then one for all together. */
  List<PiiMeasure> measures() {
    List<PiiMeasure> measures = new ArrayList<>();
    int[] all = new int[3];
    counts.forEach((label, each) -> {
      measures.add(new PiiMeasure(label.type().text(), each[0], each[1], each[2]));
      for (int i = 0; i < all.length; i++) {
        all[i] += each[i];
      }
    });
    measures.add(new PiiMeasure("all", all[0], all[1], all[2]));
    return measures;
  }

  private int[] count(Label label) {
    return counts.getOrDefault(label, new int[3]);
  }

  private static boolean removeMet(List<Span> found, Span marked) {
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).label() == marked.label() && shared(found.get(i), marked) >= SHARED_MIN) {
        found.remove(i);
        return true;
      }
    }
    return false;
  }

  private static double shared(Span one, Span other) {
    int both = Math.min(one.end(), other.end()) - Math.max(one.start(), other.start());
    int either = Math.max(one.end(), other.end()) - Math.min(one.start(), other.start());
    return Math.max(both, 0) / (double) either;
  }
}
