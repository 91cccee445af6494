package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.canonical.DialectName;
import java.util.Base64;
import java.util.Optional;

/**
 * Proofs of other providers' thinking on their way through a client of this dialect, which gives
 * signatures and {@code redactedContent} back unaltered: marked with the dialect that they belong
 * to, {@code weir:gemini:...}. {@code redactedContent} is base64, so there a marked proof is
 * encoded. Gemini's signature of a call is a {@code redactedContent} right before the {@code
 * toolUse}: {@code weir:call:...}.
 *
 * @param proof as its provider gave it
 * @param signedBy the dialect that it belongs to
 */
record CarriedProof(String proof, DialectName signedBy) {

  private static final String MARK = "weir:";
  private static final String CALL = MARK + "call:";

  static CarriedProof ofSignature(String text) {
    return marked(text).orElse(new CarriedProof(text, DialectName.BEDROCK));
  }

  static CarriedProof ofHidden(String base64) {
    return decoded(base64)
        .flatMap(CarriedProof::marked)
        .orElse(new CarriedProof(base64, DialectName.BEDROCK));
  }

  /** The signature of the call that follows, where the data holds one. */
  static Optional<String> signatureOfCall(String base64) {
    return decoded(base64).filter(it -> it.startsWith(CALL)).map(it -> it.substring(CALL.length()));
  }

  static String signature(String proof, DialectName signedBy) {
    return signedBy == DialectName.BEDROCK ? proof : MARK + signedBy.text() + ":" + proof;
  }

  static String hidden(String data, DialectName signedBy) {
    return signedBy == DialectName.BEDROCK ? data : encoded(signature(data, signedBy));
  }

  static String hiddenOfCall(String signature) {
    return encoded(CALL + signature);
  }

  private static Optional<CarriedProof> marked(String text) {
    int end = text.startsWith(MARK) ? text.indexOf(':', MARK.length()) : -1;
    return end < 0
        ? Optional.empty()
        : DialectName.of(text.substring(MARK.length(), end))
            .map(it -> new CarriedProof(text.substring(end + 1), it));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
