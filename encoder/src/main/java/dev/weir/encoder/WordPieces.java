package dev.weir.encoder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The model's vocabulary: spells a word as the longest pieces it has, first to last (WordPiece, as
 * in BERT: Devlin et al. 2019). Case, accents, width and invisible characters do not count.
 */
final class WordPieces {

  /** What begins and ends each text that the model reads, and what stands for an unknown word. */
  static final int BEGIN = 101;

  static final int END = 102;
  static final int UNKNOWN = 100;

  /** A longer word is unknown, as in the model's own tokenizer; so no word has more pieces. */
  static final int WORD_CHARS_MAX = 100;

  private static final String CONTINUES = "##";

  private final Map<String, Integer> first;
  private final Map<String, Integer> following;

  private WordPieces(Map<String, Integer> first, Map<String, Integer> following) {
    this.first = first;
    this.following = following;
  }

  /** Reads {@code model.vocab} of a Hugging Face {@code tokenizer.json}. */
  static WordPieces read(InputStream tokenizer) throws IOException {
    Map<String, Integer> first = new HashMap<>();
    Map<String, Integer> following = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(tokenizer)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.START_OBJECT
            && "vocab".equals(parser.currentName())) {
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String piece = parser.currentName();
            int id = parser.nextIntValue(UNKNOWN);
            if (piece.startsWith(CONTINUES)) {
              following.put(piece.substring(CONTINUES.length()), id);
            } else {
              first.put(piece, id);
            }
          }
        }
      }
    }
    if (first.isEmpty() || following.isEmpty()) {
      throw new IOException("the tokenizer has no vocabulary");
    }
    return new WordPieces(first, following);
  }

  /** The ids of a word's pieces: at least one and at most {@link #WORD_CHARS_MAX}. */
  int[] spell(CharSequence word) {
    String folded = fold(word);
    int length = folded.length();
    if (length == 0 || length > WORD_CHARS_MAX) {
      return new int[] {UNKNOWN};
    }
    int[] ids = new int[length];
    int count = 0;
    int start = 0;
    while (start < length) {
      Map<String, Integer> pieces = start == 0 ? first : following;
      int end = length;
      Integer id = null;
      while (end > start && (id = pieces.get(folded.substring(start, end))) == null) {
        end--;
      }
      if (id == null) {
        return new int[] {UNKNOWN};
      }
      ids[count++] = id;
      start = end;
    }
    return Arrays.copyOf(ids, count);
  }

  private static String fold(CharSequence word) {
    if (isPlain(word)) {
      return word.toString();
    }
    String decomposed = Normalizer.normalize(word, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(each ->
            Character.getType(each) != Character.NON_SPACING_MARK
                && Character.getType(each) != Character.FORMAT)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private static boolean isPlain(CharSequence word) {
    for (int i = 0; i < word.length(); i++) {
      char each = word.charAt(i);
      if (each > 127 || (each >= 'A' && each <= 'Z')) {
        return false;
      }
    }
    return true;
  }
}
