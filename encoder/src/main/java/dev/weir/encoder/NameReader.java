package dev.weir.encoder;

import dev.weir.encoder.Windows.Window;
import dev.weir.governance.detection.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a text with the model, and names what a head makes of it. */
final class NameReader {

  private final MiniLm model;

  NameReader(MiniLm model) {
    this.model = model;
  }

  List<Finding> find(CharSequence text, Head head) {
    List<Word> words = Words.of(text);
    List<int[]> spelled = spell(text, words);
    boolean allSmall = Shape.isAllSmall(text);
    float[][] scores = new float[words.size()][];
    for (Window window : Windows.of(spelled)) {
      score(WordVectors.of(model, text, allSmall, words, spelled, window), window, head, scores);
    }
    return findings(text, words, scores);
  }

  /** The vectors of a text that is read for training, window by window. */
  List<WordVectors> vectors(CharSequence text, List<Word> words, List<Window> windows) {
    List<int[]> spelled = spell(text, words);
    boolean allSmall = Shape.isAllSmall(text);
    return windows.stream()
        .map(window -> WordVectors.of(model, text, allSmall, words, spelled, window))
        .toList();
  }

  List<int[]> spell(CharSequence text, List<Word> words) {
    return words.stream()
        .map(word -> model.wordPieces().spell(text.subSequence(word.start(), word.end())))
        .toList();
  }

  static void score(WordVectors vectors, Window window, Head head, float[][] scores) {
    float[] input = new float[WordVectors.INPUTS];
    float[] hidden = new float[Head.HIDDEN];
    for (int word = window.keepFrom(); word < window.keepEnd(); word++) {
      vectors.write(word - window.first(), input);
      head.hidden(input, hidden);
      scores[word] = new float[Label.TAGS];
      head.tags(hidden, scores[word]);
    }
  }

  static List<Finding> findings(CharSequence text, List<Word> words, float[][] scores) {
    List<Finding> findings = new ArrayList<>();
    int[] path = TagPath.best(scores);
    int chars = 0;
    int codePoints = 0;
    int word = 0;
    while (word < path.length) {
      if (path[word] == Label.OUTSIDE) {
        word++;
        continue;
      }
      Label label = Label.of(path[word]);
      int last = last(path, word, label);
      int start = codePoints + Character.codePointCount(text, chars, words.get(word).start());
      int end =
          start + Character.codePointCount(text, words.get(word).start(), words.get(last).end());
      findings.add(
          new Finding(
              label.type(), start, end, confidence(scores, word, last, label), rule(label)));
      chars = words.get(last).end();
      codePoints = end;
      word = last + 1;
    }
    return findings;
  }

  /** The last word of what begins at {@code word}; the parts of one address are one. */
  private static int last(int[] path, int word, Label label) {
    int last = word;
    while (last + 1 < path.length
        && (path[last + 1] == label.inside()
            || (label == Label.STREET_ADDRESS && path[last + 1] == label.beginning()))) {
      last++;
    }
    return last;
  }

  /** The mean over the words of how likely each belongs to the label. */
  private static double confidence(float[][] scores, int first, int last, Label label) {
    double sum = 0;
    for (int word = first; word <= last; word++) {
      sum += Math.exp(scores[word][label.beginning()]) + Math.exp(scores[word][label.inside()]);
    }
    return Math.clamp(sum / (last - first + 1), 0, 1);
  }

  private static String rule(Label label) {
    return "encoder-" + label.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
