package dev.weir.dialects.canonical;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much the model thinks before it answers. Dialects say it as an effort or as a budget of
 * tokens; {@link #budgetOf} and {@link #effortOf} are the one table between them.
 *
 * @param effort empty where unsaid
 * @param budgetTokens empty where unsaid; -1 leaves it to the model (Gemini)
 * @param shown whether thoughts, or a summary of them, are wanted in the answer; empty where unsaid
 * @param otherWords whether it was said in a field that is none of its dialect's own, and that is
 *     among the extras
 */
public record Reasoning(
    Optional<Effort> effort,
    OptionalLong budgetTokens,
    Optional<Boolean> shown,
    boolean otherWords) {

  public static final Reasoning UNSAID =
      new Reasoning(Optional.empty(), OptionalLong.empty(), Optional.empty());

  /** In the dialect's own words. */
  public Reasoning(Optional<Effort> effort, OptionalLong budgetTokens, Optional<Boolean> shown) {
    this(effort, budgetTokens, shown, false);
  }

  /** OpenAI's scale, which is the finest. */
  public enum Effort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX;

    /** The one of that name, as OpenAI writes it. */
    public static Optional<Effort> named(String name) {
      for (Effort each : values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  public boolean isUnsaid() {
    return effort.isEmpty() && budgetTokens.isEmpty() && shown.isEmpty();
  }

  /** Whether the model is not to think at all. */
  public boolean isOff() {
    return effort.equals(Optional.of(Effort.NONE)) || budgetTokens.orElse(-1) == 0;
  }

  /** The same, said in a field that is among the extras. */
  public Reasoning inOtherWords() {
    return new Reasoning(effort, budgetTokens, shown, true);
  }

  /** The effort, also where only a budget was said. */
  public Optional<Effort> asEffort() {
    return effort.isPresent() || budgetTokens.isEmpty()
        ? effort
        : Optional.of(effortOf(budgetTokens.getAsLong()));
  }

  /** The budget, also where only an effort was said. */
  public OptionalLong asBudget() {
    return budgetTokens.isPresent() || effort.isEmpty()
        ? budgetTokens
        : OptionalLong.of(budgetOf(effort.get()));
  }

  /** The budget for an effort, in tokens; 0 for none. */
  public static long budgetOf(Effort effort) {
    return switch (effort) {
      case NONE -> 0;
      case MINIMAL -> 1_024;
      case LOW -> 2_048;
      case MEDIUM -> 8_192;
      case HIGH -> 16_384;
      case XHIGH -> 24_576;
      case MAX -> 32_768;
    };
  }

  /** The largest effort whose budget is not larger; -1 (as the model likes) is medium. */
  public static Effort effortOf(long budgetTokens) {
    if (budgetTokens < 0) {
      return Effort.MEDIUM;
    }
    Effort found = Effort.NONE;
    for (Effort each : Effort.values()) {
      if (budgetOf(each) <= budgetTokens) {
        found = each;
      }
    }
    return budgetTokens > 0 && found == Effort.NONE ? Effort.MINIMAL : found;
  }
}
