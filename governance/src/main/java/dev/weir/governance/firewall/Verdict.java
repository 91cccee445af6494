package dev.weir.governance.firewall;

import java.util.List;

/**
 * What the firewall says of a text: a score from 0 to 1, what follows from it, and the rules that
 * spoke, in alphabetical order. {@code .5} is the threshold that was frozen when the model was
 * trained. Holds nothing of the text.
 */
public record Verdict(Level level, double score, List<String> rules) {

  static final double INJECTION = 0.5;
  static final double SUSPICIOUS = 0.3;

  /** A text in which there is nothing to read. */
  public static final Verdict NOTHING = of(0, List.of());

  public Verdict {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score is from 0 to 1: " + score);
    }
    rules = List.copyOf(rules);
  }

  static Verdict of(double score, List<String> rules) {
    Level level =
        score >= INJECTION ? Level.INJECTION : score >= SUSPICIOUS ? Level.SUSPICIOUS : Level.CLEAN;
    return new Verdict(level, score, rules);
  }

  /** What to make of a score. */
  public enum Level {
    CLEAN("clean"),
    /** Worth a look; too often wrong to stop a request. */
    SUSPICIOUS("suspicious"),
    INJECTION("injection");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    /** The name in events and output. */
    public String text() {
      return text;
    }
  }
}
