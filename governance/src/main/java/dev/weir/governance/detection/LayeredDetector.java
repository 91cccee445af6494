package dev.weir.governance.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two detectors of which the first is surer: what the second finds is left out where the first has
 * found something. A model that guesses names says nothing about the digits of a card.
 */
public final class LayeredDetector implements Detector {

  private final Detector surer;
  private final Detector other;

  public LayeredDetector(Detector surer, Detector other) {
    this.surer = surer;
    this.other = other;
  }

  /** What both have found, in the order of the text. */
  @Override
  public List<Finding> scan(CharSequence text) {
    List<Finding> sure = surer.scan(text);
    List<Finding> all = new ArrayList<>(sure);
    for (Finding finding : other.scan(text)) {
      if (sure.stream().noneMatch(it -> overlap(it, finding))) {
        all.add(finding);
      }
    }
    all.sort(Comparator.comparingInt(Finding::start));
    return List.copyOf(all);
  }

  private static boolean overlap(Finding one, Finding other) {
    return one.start() < other.end() && other.start() < one.end();
  }
}
