package dev.weir.encoder;

import java.util.List;
import java.util.Locale;

/**
 * A text to learn from or to be measured by. {@code unlabelled} are the labels that its source does
 * not mark, although the text may have them. It is another's text: nothing of it is shown.
 */
record LabelledText(String text, List<Span> spans, List<Label> unlabelled) {

  /** Chars {@code start} to {@code end} (exclusive). */
  record Span(int start, int end, Label label) {

    Span {
      if (start < 0 || end <= start) {
        throw new IllegalArgumentException("not a range: " + start + " to " + end);
      }
    }
  }

  LabelledText {
    spans = List.copyOf(spans);
    unlabelled = List.copyOf(unlabelled);
  }

  /**
   * The letters a to z that are in no span of any kind: texts that were made from one template, or
   * from two that differ in punctuation and order of their slots, have the same.
   */
  static String skeleton(String text, List<int[]> ranges) {
    StringBuilder letters = new StringBuilder(text);
    for (int[] range : ranges) {
      for (int i = range[0]; i < range[1]; i++) {
        letters.setCharAt(i, ' ');
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  @Override
  public String toString() {
    return "LabelledText[" + text.length() + " chars, " + spans.size() + " spans]";
  }
}
