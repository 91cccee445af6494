package dev.weir.processors.charge;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.RatedUsage;
import java.util.Arrays;
import java.util.Optional;

/** Why an attempt costs nothing: it is counted among the rows all the same. */
enum NoCharge {
  CACHE_HIT("cache-hit", "answered from the cache"),
  REFUSED("refused", "refused"),
  UNUSED("unused", "without a token used");

  private final String text;
  private final String words;

  NoCharge(String text, String words) {
    this.text = text;
    this.words = words;
  }

  /** Stands in the place of a token type. */
  String text() {
    return text;
  }

  String words() {
    return words;
  }

  static NoCharge of(RatedUsage usage) {
    if (usage.getCacheHit()) {
      return CACHE_HIT;
    }
    return usage.getOutcome() == Outcome.REFUSED ? REFUSED : UNUSED;
  }

  /** Nothing for the name of a token type. */
  static Optional<NoCharge> of(String text) {
    return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
  }
}
