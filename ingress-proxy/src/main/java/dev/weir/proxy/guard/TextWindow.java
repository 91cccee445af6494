package dev.weir.proxy.guard;

import dev.weir.governance.guard.Inspection;

/** What is remembered of a text that passes: enough to find what began before. */
final class TextWindow {

  static final int KEPT_UNITS = 512;

  private final StringBuilder text = new StringBuilder();
  private int known;

  void add(String more) {
    text.append(more);
  }

  void look(Inspection inspection) {
    if (known < text.length()) {
      inspection.nextPart();
      var _ = inspection.look(text.toString(), known);
      int forgotten = Math.max(0, text.length() - KEPT_UNITS);
      if (forgotten > 0
          && forgotten < text.length()
          && Character.isLowSurrogate(text.charAt(forgotten))) {
        forgotten--;
      }
      text.delete(0, forgotten);
      known = text.length();
    }
  }
}
