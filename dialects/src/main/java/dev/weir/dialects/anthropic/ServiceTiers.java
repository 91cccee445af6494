package dev.weir.dialects.anthropic;

import java.util.Optional;

/**
 * Anthropic's tiers by OpenAI's names, which the canonical form uses. A request says {@code auto}
 * (the better capacity where one is bought) or {@code standard_only}; an answer says {@code
 * standard}, {@code priority} or {@code batch}.
 */
final class ServiceTiers {

  private static final String USUAL = "default";

  private ServiceTiers() {}

  /** What was asked or served; a name that is not known passes. */
  static String read(String tier) {
    return switch (tier) {
      case "standard_only", "standard" -> USUAL;
      default -> tier;
    };
  }

  /** What to ask for; nothing where Anthropic has no such tier. */
  static Optional<String> asked(String tier) {
    return switch (tier) {
      case "auto", "priority", "fast" -> Optional.of("auto");
      case USUAL, "standard_only" -> Optional.of("standard_only");
      default -> Optional.empty();
    };
  }

  static String served(String tier) {
    return tier.equals(USUAL) ? "standard" : tier;
  }
}
