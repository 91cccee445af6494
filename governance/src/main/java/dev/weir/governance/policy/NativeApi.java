package dev.weir.governance.policy;

import java.util.Locale;
import java.util.Optional;

/** A provider's own API, served under a prefix of its own for what Weir does not translate. */
public enum NativeApi {
  OPENAI,
  ANTHROPIC,
  /** The Gemini API, or Vertex AI's. */
  GENAI;

  /** As the policy file writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its paths begin with, such as {@code /openai}. */
  public String prefix() {
    return "/" + text();
  }

  /** Whether providers of this kind have it. */
  public boolean isOf(ProviderKind kind) {
    return switch (kind) {
      case OPENAI, OPENAI_COMPATIBLE, AZURE_OPENAI -> this == OPENAI;
      case ANTHROPIC -> this == ANTHROPIC;
      case GEMINI, VERTEX -> this == GENAI;
      case BEDROCK -> false;
    };
  }

  /** The one that a path lies under. */
  public static Optional<NativeApi> under(String path) {
    for (NativeApi api : values()) {
      if (isUnder(path, api.prefix())) {
        return Optional.of(api);
      }
    }
    return Optional.empty();
  }

  /** Whether a path is another, or lies below it. */
  static boolean isUnder(String path, String above) {
    return path.startsWith(above)
        && (path.length() == above.length() || path.charAt(above.length()) == '/');
  }
}
