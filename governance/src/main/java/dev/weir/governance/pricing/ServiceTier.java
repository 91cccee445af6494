package dev.weir.governance.pricing;

import java.util.Locale;
import java.util.Set;

/**
 * The class of service that a request was served in: {@code priority}, {@code flex}, {@code batch}
 * or whatever a provider sells under another name. Each has prices of its own.
 *
 * @param name in small letters; empty for the default
 */
public record ServiceTier(String name) {

  public static final ServiceTier DEFAULT = new ServiceTier("");

  private static final int CHARACTERS_MAX = 64;

  /** What providers call the tier of those who asked for none. */
  private static final Set<String> DEFAULTS =
      Set.of("", "default", "standard", "standard_only", "auto", "on_demand");

  public ServiceTier {
    if (name.length() > CHARACTERS_MAX || name.contains("|")) {
      throw new IllegalArgumentException(
          "a service tier has at most " + CHARACTERS_MAX + " characters and no '|'");
    }
  }

  /**
   * The tier as a provider names it. A name that no tier can have is one of its own that no price
   * book lists, so that its tokens are unpriced and not charged as the default's.
   */
  public static ServiceTier of(String told) {
    String name = told.strip().toLowerCase(Locale.ROOT);
    if (DEFAULTS.contains(name)) {
      return DEFAULT;
    }
    return name.length() > CHARACTERS_MAX || name.contains("|")
        ? new ServiceTier("unknown")
        : new ServiceTier(name);
  }

  public boolean isDefault() {
    return name.isEmpty();
  }
}
