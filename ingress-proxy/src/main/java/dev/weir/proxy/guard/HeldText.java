package dev.weir.proxy.guard;

import dev.weir.governance.guard.Inspection;
import dev.weir.governance.guard.JsonPlace;
import dev.weir.governance.guard.TextMasker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One text of a stream that is masked: it comes in pieces of any size and goes on as soon as
 * nothing that is found can begin in what went. Held back are the last {@value #WORDS_HELD} words,
 * and more where they are no plain words, but never more than {@value #UNITS_HELD_MAX} characters:
 * what is longer than that may be found too late.
 */
final class HeldText {

  private static final int WORDS_HELD = 3;
  private static final int UNITS_HELD_MAX = 256;

  private final Inspection inspection;
  private final TextMasker masker;

  /** What went, as far as it is remembered, and after it what is held. */
  private final StringBuilder text = new StringBuilder();

  private final List<Inspection.Masked> found = new ArrayList<>();
  private final Optional<JsonPlace> place;
  private int gone;
  private int known;

  /** {@code json}: whether it is JSON, which it has to stay. */
  HeldText(Inspection inspection, TextMasker masker, boolean json) {
    this.place = json ? Optional.of(new JsonPlace()) : Optional.empty();
    this.inspection = inspection;
    this.masker = masker;
  }

  /** Takes more, and gives what may go. */
  String add(String more) {
    text.append(more);
    look(false);
    return release(boundary());
  }

  /** No more comes: gives what was held. */
  String end() {
    look(true);
    return release(text.length());
  }

  private void look(boolean ended) {
    inspection.nextPart();
    for (Inspection.Masked each : inspection.look(text.toString(), known, ended)) {
      if (each.match().end() > gone) {
        // What was found before was the beginning of it, and what went cannot be taken back.
        Inspection.Masked rest = each.from(gone);
        found.removeIf(before ->
            before.match().start() < rest.match().end()
                && rest.match().start() < before.match().end());
        found.add(rest);
      }
    }
    known = text.length();
  }

  /** Up to where nothing can begin that is not found yet. */
  private int boundary() {
    int least = Math.max(gone, text.length() - UNITS_HELD_MAX);
    int words = 0;
    for (int at = text.length() - 1; at > least; at--) {
      if (Character.isWhitespace(text.charAt(at))
          && !Character.isWhitespace(text.charAt(at - 1))
          && ++words >= WORDS_HELD
          && isPlainWordBefore(at)) {
        return at;
      }
    }
    return least;
  }

  private boolean isPlainWordBefore(int end) {
    int at = end;
    while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) {
      at--;
      char c = text.charAt(at);
      if (!Character.isLetter(c) && ".,;:!?'\"()".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private String release(int upTo) {
    int end = upTo;
    for (Inspection.Masked each : found) {
      if (each.match().start() < end && each.match().end() > end) {
        end = each.match().start();
      }
    }
    if (end > 0 && end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
      end--;
    }
    if (end <= gone) {
      return "";
    }
    int to = end;
    List<Inspection.Masked> now =
        found.stream()
            .filter(each -> each.match().end() <= to)
            .map(each -> each.movedBy(-gone))
            .toList();
    found.removeIf(each -> each.match().end() <= to);
    String piece = text.substring(gone, to);
    String released =
        place.map(it -> masker.mask(piece, now, it)).orElseGet(() -> masker.mask(piece, now));
    gone = to;
    forget();
    return released;
  }

  private void forget() {
    int forgotten = gone - TextWindow.KEPT_UNITS;
    if (forgotten <= 0) {
      return;
    }
    if (Character.isLowSurrogate(text.charAt(forgotten))) {
      forgotten--;
    }
    int less = forgotten;
    text.delete(0, less);
    gone -= less;
    known -= less;
    found.replaceAll(each -> each.movedBy(-less));
  }
}
