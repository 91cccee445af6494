package dev.weir.dialects.gemini;

import java.util.Locale;
import java.util.Optional;

/**
 * The Gemini API's tiers by OpenAI's names, which the canonical form uses. Vertex AI has them in
 * headers and answers 400 to the field.
 */
public final class ServiceTiers {

  private static final String PREFIX = "service_tier_";

  private ServiceTiers() {}

  /** What was asked or served; nothing where it is no tier that is known. */
  public static Optional<String> read(String tier) {
    String name = tier.toLowerCase(Locale.ROOT);
    return switch (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name) {
      case "standard" -> Optional.of("default");
      case "flex" -> Optional.of("flex");
      case "priority" -> Optional.of("priority");
      default -> Optional.empty();
    };
  }

  /** What to ask for or to say that it served; nothing where Gemini has no such tier. */
  static Optional<String> write(String tier) {
    return switch (tier) {
      case "default" -> Optional.of("standard");
      case "flex", "priority" -> Optional.of(tier);
      default -> Optional.empty();
    };
  }
}
