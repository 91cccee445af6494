package dev.weir.governance.detection.pii;

import dev.weir.governance.detection.Check;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes what stands directly behind one of some words: marks and "number is" may part them. */
final class Beside implements Check {

  private static final String MARKS = "[^\\p{L}\\p{N}]{0,4}";

  /** What may stand between the word and the number, in some languages. */
  private static final String LINKS =
      "(?:(?:no|nr|num|number|numero|n\u00famero|n\\.?[\u00b0\u00bao]|n|id|card|code|is|es|\u00e9|e|de|la|l\u00e0|s\u1ed1)"
          + MARKS
          + "){0,2}";

  private final List<String> words;
  private final Pattern before;

  Beside(List<String> words) {
    this.words = List.copyOf(words);
    this.before =
        Pattern.compile(
            "(?:^|[^\\p{L}])(?:"
                + words.stream().map(Pattern::quote).collect(Collectors.joining("|"))
                + ")(?![\\p{L}])"
                + MARKS
                + LINKS
                + "$");
  }

  @Override
  public double score(CharSequence text, int start, int end, double score) {
    int from = Math.max(0, start - NEAR_BEFORE);
    String near = text.subSequence(from, start).toString().toLowerCase(Locale.ROOT);
    return before.matcher(near).find() ? score : 0;
  }

  @Override
  public List<String> wordsNeeded() {
    return words;
  }
}
