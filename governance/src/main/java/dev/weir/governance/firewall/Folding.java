package dev.weir.governance.firewall;

import java.text.Normalizer;

/**
 * A text as the model reads it: small letters, compatibility forms and accents resolved (Unicode
 * Annex 15, NFKD), invisible characters dropped, and look-alike letters of other scripts made Latin
 * in words that mix scripts. Offsets are not kept.
 */
final class Folding {

  private static final String LOOK_ALIKE = "авесікмнорѕтухјԁһԛԝʟɡαβεικνορτυχγη";
  private static final String LATIN = "abecikmhopstyxjdhqwlgabeiknoptuxyn";

  private Folding() {}

  static char[] fold(CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) >= 0x80) {
        return foldAny(text);
      }
    }
    var folded = new char[length];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      folded[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return folded;
  }

  private static char[] foldAny(CharSequence text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD);
    var folded = new char[plain.length()];
    int size = 0;
    int word = 0;
    boolean latin = false;
    boolean other = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = Character.toLowerCase(plain.charAt(i));
      if (isDropped(plain, i, c)) {
        continue;
      }
      if (!Character.isLetterOrDigit(c)) {
        if (latin && other) {
          toLatin(folded, word, size);
        }
        latin = false;
        other = false;
        folded[size++] = c;
        word = size;
        continue;
      }
      latin |= c >= 'a' && c <= 'z';
      other |= c >= 0x80 && LOOK_ALIKE.indexOf(c) >= 0;
      folded[size++] = c;
    }
    if (latin && other) {
      toLatin(folded, word, size);
    }
    return java.util.Arrays.copyOf(folded, size);
  }

  private static boolean isDropped(String text, int at, char c) {
    if (c < 0x80) {
      return false;
    }
    int type = Character.isSurrogate(c) ? surrogateType(text, at) : Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT;
  }

  /** Both halves of a pair are dropped when the code point is. */
  private static int surrogateType(String text, int at) {
    boolean low = Character.isLowSurrogate(text.charAt(at)) && at > 0;
    return Character.getType(low ? text.codePointBefore(at + 1) : text.codePointAt(at));
  }

  private static void toLatin(char[] folded, int from, int to) {
    for (int i = from; i < to; i++) {
      int like = folded[i] < 0x80 ? -1 : LOOK_ALIKE.indexOf(folded[i]);
      if (like >= 0) {
        folded[i] = LATIN.charAt(like);
      }
    }
  }
}
