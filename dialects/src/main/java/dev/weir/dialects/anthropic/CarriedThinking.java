package dev.weir.dialects.anthropic;

import dev.weir.dialects.canonical.DialectName;
import java.util.Optional;

/**
 * Proofs of other providers' thinking on their way through a client of this dialect. Clients give
 * signatures and {@code redacted_thinking} back unaltered, because Anthropic demands it; so what
 * another provider wants back travels there, marked with the dialect that it belongs to: {@code
 * weir:gemini:...}. Gemini's signature of a call, which a {@code tool_use} has no place for, is the
 * data of a {@code redacted_thinking} right before it: {@code weir:call:...}.
 *
 * @param proof as its provider gave it
 * @param signedBy the dialect that it belongs to
 */
record CarriedThinking(String proof, DialectName signedBy) {

  private static final String MARK = "weir:";
  private static final String CALL = MARK + "call:";

  /** Reads a signature, or the data of a {@code redacted_thinking}. */
  static CarriedThinking of(String text) {
    if (text.startsWith(MARK)) {
      int end = text.indexOf(':', MARK.length());
      Optional<DialectName> dialect =
          end < 0 ? Optional.empty() : DialectName.of(text.substring(MARK.length(), end));
      if (dialect.isPresent()) {
        return new CarriedThinking(text.substring(end + 1), dialect.get());
      }
    }
    return new CarriedThinking(text, DialectName.ANTHROPIC);
  }

  /**
   * The proof as a client of this dialect gets it. Bedrock's is Anthropic's own where it serves a
   * Claude, but what serves is not known here, so it keeps its mark.
   */
  static String text(String proof, DialectName signedBy) {
    return signedBy == DialectName.ANTHROPIC ? proof : MARK + signedBy.text() + ":" + proof;
  }

  /** The signature of the call that follows, where the data holds one. */
  static Optional<String> signatureOfCall(String data) {
    return data.startsWith(CALL) ? Optional.of(data.substring(CALL.length())) : Optional.empty();
  }

  static String textOfCall(String signature) {
    return CALL + signature;
  }
}
