package dev.weir.governance.detection;

/**
 * Letters of other scripts that look like ASCII ones (from what Unicode UTS 39 calls confusable,
 * only pairs that no reader tells apart).
 */
final class Homoglyphs {

  private static final String LOOKS_LIKE =
      "\u0430a\u0441c\u0501d\u0435e\u04bbh\u0456i\u0458j\u043eo\u0440p\u051bq\u0455s\u0443y\u0445x"
          + "\u051dw\u0410A\u0412B\u0421C\u0415E\u041dH\u0406I\u0408J\u041aK\u041cM\u041eO\u0420P"
          + "\u0405S\u0422T\u0425X\u0423Y\u03bfo\u03b1a\u03bdv\u03b9i\u03c1p\u0391A\u0392B\u0395E"
          + "\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T\u03a5Y\u03a7X\u0131i"
          + "\u0261g\u029fl\u0585o\u057dn\u0578n";

  private static final int FIRST = 0x0131;
  private static final char[] ASCII = table();

  private Homoglyphs() {}

  /**
   * Writes ASCII for look-alikes, in words that hold ASCII letters or digits, or look-alikes only;
   * a word that is written in its own script stays as it is.
   */
  static void fold(StringBuilder text) {
    int at = 0;
    while (at < text.length()) {
      int start = at;
      boolean ascii = false;
      boolean foreign = false;
      boolean alike = false;
      while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
        char c = text.charAt(at++);
        boolean looks = ascii(c) != 0;
        ascii |= c < 0x80;
        alike |= looks;
        foreign |= c >= 0x80 && !looks;
      }
      if (alike && (ascii || !foreign)) {
        write(text, start, at);
      }
      at++;
    }
  }

  private static void write(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      char plain = ascii(text.charAt(i));
      if (plain != 0) {
        text.setCharAt(i, plain);
      }
    }
  }

  private static char ascii(char c) {
    return c < FIRST || c - FIRST >= ASCII.length ? 0 : ASCII[c - FIRST];
  }

  private static char[] table() {
    char[] table = new char[0x0590 - FIRST];
    for (int i = 0; i < LOOKS_LIKE.length(); i += 2) {
      table[LOOKS_LIKE.charAt(i) - FIRST] = LOOKS_LIKE.charAt(i + 1);
    }
    return table;
  }
}
