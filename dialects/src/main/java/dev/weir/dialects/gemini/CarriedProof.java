package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import java.util.Base64;
import java.util.Optional;

/**
 * Proofs of other providers' thinking on their way through a client of this dialect, as the {@code
 * thoughtSignature} of a thought: {@code weir:DIALECT:KIND:PROOF} in Base64, because Google's
 * clients read the field as bytes and refuse what is none. Its first characters are always {@link
 * #MARK}.
 *
 * @param hidden whether it is thinking without words, not the signature of the words before
 */
record CarriedProof(DialectName dialect, boolean hidden, String proof) {

  /** How the Base64 of each of them begins. */
  static final String MARK = "d2Vpcjp";

  private static final String PREFIX = "weir:";

  /** What a signature carries; nothing where it is Gemini's own. */
  static Optional<CarriedProof> of(String signature) {
    if (!signature.startsWith(MARK)) {
      return Optional.empty();
    }
    try {
      // Some clients read the one alphabet and write the other.
      byte[] bytes = Base64.getUrlDecoder().decode(signature.replace('+', '-').replace('/', '_'));
      String[] fields = new String(bytes, UTF_8).split(":", 4);
      return fields.length < 4
          ? Optional.empty()
          : DialectName.of(fields[1])
              .map(it -> new CarriedProof(it, fields[2].equals("hidden"), fields[3]));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String text() {
    String marked = PREFIX + dialect.text() + ":" + (hidden ? "hidden" : "signature") + ":" + proof;
    return Base64.getEncoder().encodeToString(marked.getBytes(UTF_8));
  }

  /** The part that a thought with this text is. */
  Part part(String text) {
    return hidden
        ? new Part.HiddenThinking(proof, dialect)
        : new Part.Thinking(text, Optional.of(proof), dialect);
  }

  /** The same in an answer. */
  AnswerEvent event(int choice) {
    return hidden
        ? new AnswerEvent.HiddenThinking(choice, proof, dialect)
        : new AnswerEvent.ThinkingSignature(choice, proof, dialect);
  }

  /** A signature as a client of this dialect gets it. */
  static String signature(String proof, DialectName signedBy) {
    return signedBy == DialectName.GEMINI ? proof : new CarriedProof(signedBy, false, proof).text();
  }
}
