package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Writes {@code thinkingConfig} as the model takes it: Gemini 3 has levels, the models before it
 * budgets, each with limits of its own. What a model cannot (to think not at all, mostly) is as
 * little as it can, and named.
 */
final class ThinkingConfig {

  private static final Pattern OLD_GEMMA = Pattern.compile("gemma-[1-3](?!\\d)");
  private static final long PRO_BUDGET_MIN = 128;
  private static final long PRO_BUDGET_MAX = 32_768;
  private static final long FLASH_BUDGET_MAX = 24_576;

  private final String model;
  private final DialectName from;
  private final Losses losses;

  ThinkingConfig(String model, DialectName from, Losses losses) {
    this.model = nameOf(model);
    this.from = from;
    this.losses = losses;
  }

  static boolean isGemini3(String model) {
    return nameOf(model).startsWith("gemini-3");
  }

  /** Whether it takes {@code systemInstruction}, to which the first Gemmas answer 400. */
  static boolean takesInstructions(String model) {
    return !isOldGemma(nameOf(model));
  }

  private static boolean isOldGemma(String name) {
    return OLD_GEMMA.matcher(name).lookingAt();
  }

  /** Without the folders that a caller may write before it. */
  private static String nameOf(String model) {
    return model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  void write(Reasoning reasoning, ObjectNode config) {
    if (reasoning.isUnsaid()) {
      return;
    }
    boolean own = from == DialectName.GEMINI;
    if (!own && neverThinks()) {
      boolean none = reasoning.asEffort().equals(Optional.of(Effort.NONE));
      if (!none) {
        losses.drop(named());
      }
      return;
    }
    ObjectNode thinking = config.putObject("thinkingConfig");
    if (own && reasoning.budgetTokens().isPresent() && reasoning.effort().isEmpty()) {
      thinking.put("thinkingBudget", reasoning.budgetTokens().getAsLong());
    } else if (model.startsWith("gemini-3")) {
      level(reasoning, thinking);
    } else {
      budget(reasoning.asBudget(), thinking);
    }
    reasoning.shown().ifPresent(it -> thinking.put("includeThoughts", it));
    if (thinking.isEmpty()) {
      config.remove("thinkingConfig");
    }
  }

  private boolean neverThinks() {
    return model.startsWith("gemini-1") || model.startsWith("gemini-2.0") || isOldGemma(model);
  }

  private void level(Reasoning reasoning, ObjectNode thinking) {
    boolean asTheModelLikes =
        reasoning.effort().isEmpty() && reasoning.budgetTokens().orElse(-1) < 0;
    Optional<Effort> effort = asTheModelLikes ? Optional.empty() : reasoning.asEffort();
    if (effort.isEmpty()) {
      return;
    }
    boolean flash = model.contains("flash");
    if (effort.get() == Effort.NONE) {
      losses.drop(named());
    }
    thinking.put(
        "thinkingLevel",
        switch (effort.get()) {
          case NONE, MINIMAL -> flash ? "MINIMAL" : "LOW";
          case LOW -> "LOW";
          // The first of them knew two levels.
          case MEDIUM -> model.startsWith("gemini-3-pro") ? "HIGH" : "MEDIUM";
          case HIGH, XHIGH, MAX -> "HIGH";
        });
  }

  private void budget(OptionalLong wanted, ObjectNode thinking) {
    if (wanted.isEmpty()) {
      return;
    }
    long budget = wanted.getAsLong();
    if (budget >= 0 && model.startsWith("gemini-2.5-pro")) {
      if (budget == 0) {
        losses.drop(named());
      }
      budget = Math.clamp(budget, PRO_BUDGET_MIN, PRO_BUDGET_MAX);
    } else if (model.startsWith("gemini-2.5-flash")) {
      budget = Math.min(budget, FLASH_BUDGET_MAX);
    }
    thinking.put("thinkingBudget", budget);
  }

  private String named() {
    return CallerNames.of(from, "reasoning_effort");
  }
}
