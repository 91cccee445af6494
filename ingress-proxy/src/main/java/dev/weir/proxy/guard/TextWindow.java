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

  /** Looks at what was added. */
  void look(Inspection inspection) {
    look(inspection, false);
  }

  /** No more comes. */
  void end(Inspection inspection) {
    look(inspection, true);
  }

  private void look(Inspection inspection, boolean ended) {
    if (known < text.length() || ended) {
      inspection.nextPart();
      var _ = inspection.look(text.toString(), known, ended);
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
