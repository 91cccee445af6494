package dev.weir.dialects.bedrock;

import dev.weir.dialects.canonical.DialectName;
import java.util.Optional;

/** {@code serviceTier.type}, whose names are OpenAI's as far as both have them. */
final class ServiceTiers {

  private ServiceTiers() {}

  /** What to ask for; nothing where Bedrock has no such tier. Its own names all pass. */
  static Optional<String> asked(DialectName from, String tier) {
    return switch (tier) {
      case "default", "flex", "priority", "reserved" -> Optional.of(tier);
      default -> from == DialectName.BEDROCK ? Optional.of(tier) : Optional.empty();
    };
  }
}
