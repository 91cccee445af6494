package dev.weir.dialects.count;

import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.WrittenRequest;
import java.util.OptionalLong;

/** Who counts at a provider. */
public enum CountService {
  ANTHROPIC,
  /** The Gemini API. */
  GEMINI,
  VERTEX,
  /** Nobody: what there is to know is an estimate. */
  NONE;

  /** Whether a request to count of this dialect passes as it came. */
  public boolean speaks(DialectName dialect) {
    return switch (this) {
      case ANTHROPIC -> dialect == DialectName.ANTHROPIC;
      case GEMINI, VERTEX -> dialect == DialectName.GEMINI;
      case NONE -> false;
    };
  }

  /** Where it counts for this model, below the provider's base URL. */
  public String path(String model) {
    return switch (this) {
      case ANTHROPIC -> "/messages/count_tokens";
      case GEMINI, VERTEX -> dev.weir.dialects.gemini.CountTokens.path(model);
      case NONE -> throw nobody();
    };
  }

  /** Writes a request to count; not for {@link #NONE}. */
  public WrittenRequest write(CanonicalRequest request, Losses losses) {
    return switch (this) {
      case ANTHROPIC -> dev.weir.dialects.anthropic.CountTokens.write(request, losses);
      case GEMINI -> dev.weir.dialects.gemini.CountTokens.write(request, losses);
      case VERTEX -> dev.weir.dialects.gemini.CountTokens.writeForVertex(request, losses);
      case NONE -> throw nobody();
    };
  }

  /** What it counted; nothing where the bytes are no count. */
  public OptionalLong readReply(byte[] body) {
    return switch (this) {
      case ANTHROPIC -> dev.weir.dialects.anthropic.CountTokens.readReply(body);
      case GEMINI, VERTEX -> dev.weir.dialects.gemini.CountTokens.readReply(body);
      case NONE -> OptionalLong.empty();
    };
  }

  private static IllegalStateException nobody() {
    return new IllegalStateException("nobody counts here");
  }
}
