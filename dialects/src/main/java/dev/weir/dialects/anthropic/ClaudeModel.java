package dev.weir.dialects.anthropic;

import dev.weir.dialects.claude.ClaudeVersion;

/**
 * What a model takes, as far as its name tells. A model of another maker, served by a compatible
 * server, takes what this dialect had first: a budget for thinking, and all sampling parameters.
 */
record ClaudeModel(ClaudeVersion claude) {

  static ClaudeModel of(String model) {
    return new ClaudeModel(ClaudeVersion.of(model));
  }

  boolean isClaude() {
    return claude.isClaude();
  }

  /** Whether it can think at all. */
  boolean thinks() {
    return !isClaude() || claude.thinks();
  }

  boolean thinksUnasked() {
    return claude.thinksUnasked();
  }

  boolean thinksAdaptively() {
    return claude.thinksAdaptively();
  }

  /** Whether it takes {@code thinking: enabled} with a budget. */
  boolean takesBudget() {
    return !isClaude() || claude.takesBudget();
  }

  /** Whether it takes {@code thinking: disabled}. */
  boolean canBeKeptFromThinking() {
    return thinks() && claude.canBeKeptFromThinking();
  }

  boolean thinksBetweenTools() {
    return claude.thinksBetweenTools();
  }

  boolean canBeForcedToCall() {
    return claude.canBeForcedToCall();
  }

  /** Whether it takes {@code output_config.effort}. */
  boolean takesEffort() {
    return claude.takesEffort();
  }

  boolean takesXhigh() {
    return claude.takesXhigh();
  }

  boolean takesMax() {
    return claude.takesMax();
  }

  /** Whether it takes {@code temperature}, {@code top_p} and {@code top_k}. */
  boolean takesSampling() {
    return claude.takesSampling();
  }

  /** Whether it takes {@code temperature} beside {@code top_p}. */
  boolean takesBothSamplers() {
    return claude.takesBothSamplers();
  }

  /** Whether it takes {@code output_config.format} and {@code strict} tools. */
  boolean takesSchema() {
    return !isClaude() || claude.takesSchema();
  }

  boolean goesOnFromItsWords() {
    return claude.goesOnFromItsWords();
  }

  boolean takesSystemTurns() {
    return claude.takesSystemTurns();
  }
}
