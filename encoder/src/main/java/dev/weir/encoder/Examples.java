package dev.weir.encoder;

import dev.weir.encoder.LabelledText.Span;
import dev.weir.encoder.Windows.Window;
import java.util.ArrayList;
import java.util.List;

/** Words with their vectors and the tags that would be right for each. */
final class Examples {

  private static final int OUTSIDE_ONLY = 1 << Label.OUTSIDE;

  private final List<WordVectors> vectors = new ArrayList<>();
  private final List<int[]> wordsAndTags = new ArrayList<>();
  private int size;

  /** How many words there are. */
  int size() {
    return size;
  }

  /** Adds a text's words. */
  void add(NameReader reader, LabelledText text) {
    List<Word> words = Words.of(text.text());
    List<Window> windows = Windows.of(reader.spell(text.text(), words));
    List<WordVectors> read = reader.vectors(text.text(), words, windows);
    int[] tags = tags(text, words);
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      for (int word = window.keepFrom(); word < window.keepEnd(); word++) {
        vectors.add(read.get(i));
        wordsAndTags.add(new int[] {word - window.first(), tags[word]});
        size++;
      }
    }
  }

  void addAll(Examples others) {
    vectors.addAll(others.vectors);
    wordsAndTags.addAll(others.wordsAndTags);
    size += others.size;
  }

  /** Writes what the head reads of example {@code index}. */
  void write(int index, float[] input) {
    vectors.get(index).write(wordsAndTags.get(index)[0], input);
  }

  /** The tags that are right for example {@code index}: bit n for tag n. */
  int tags(int index) {
    return wordsAndTags.get(index)[1];
  }

  /** For each word the tags that are right, as bits. */
  static int[] tags(LabelledText text, List<Word> words) {
    int outside = OUTSIDE_ONLY;
    for (Label label : text.unlabelled()) {
      outside |= (1 << label.beginning()) | (1 << label.inside());
    }
    int[] tags = new int[words.size()];
    int open = -1;
    int at = 0;
    for (int word = 0; word < tags.length; word++) {
      Word each = words.get(word);
      while (at < text.spans().size() && text.spans().get(at).end() <= each.start()) {
        at++;
      }
      if (at == text.spans().size() || text.spans().get(at).start() >= each.end()) {
        tags[word] = outside;
        continue;
      }
      Span span = text.spans().get(at);
      boolean continues = open == at;
      tags[word] = 1 << (continues ? span.label().inside() : span.label().beginning());
      open = at;
    }
    return tags;
  }
}
