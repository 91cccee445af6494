package dev.weir.dialects.masking;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.TextPart;
import dev.weir.dialects.text.TextParts;
import dev.weir.dialects.text.TextSource;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.masking.Masked;
import dev.weir.governance.masking.MaskedValues;
import dev.weir.governance.masking.Masking;
import dev.weir.governance.masking.MaskingLimits;
import dev.weir.governance.masking.MaskingRules;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Masks the texts of a request before it leaves. Fails closed: a request that cannot be masked as a
 * whole is refused. Safe for use by many threads.
 */
public final class RequestMasking {

  /** Says what a text holds; is asked once for each text, in the order of the body's bytes. */
  @FunctionalInterface
  public interface Finder {
    List<Finding> find(String text, TextSource source);
  }

  /** What became of a request. */
  public sealed interface Outcome {

    /** There was nothing to mask: the body may go as it is, and the answer may come as it is. */
    record Unchanged() implements Outcome {}

    /** The body in the caller's dialect with stand-ins for values, and what restores the answer. */
    record Changed(ByteBuffer body, AnswerRestoring restoring) implements Outcome {}

    /** The request must not go; {@code why} is a sentence for the caller and quotes nothing. */
    record Refused(String why) implements Outcome {}
  }

  private final MaskingRules rules;
  private final MaskingLimits limits;

  public RequestMasking(MaskingRules rules, MaskingLimits limits) {
    this.rules = rules;
    this.limits = limits;
  }

  /**
   * Masks the first {@code length} bytes, which are left as they are.
   *
   * @param requestId no other request's; it marks the placeholders of a request whose earlier turns
   *     lie with the provider
   */
  public Outcome mask(
      DialectName dialect, byte[] body, int length, String requestId, Finder finder) {
    MaskedValues values = values(dialect, body, length, requestId, limits);
    Texts texts = new Texts(new Masking(rules, values), finder);
    Optional<ByteBuffer> masked = TextParts.rewriteRequest(dialect, body, length, texts::rewrite);
    if (!texts.refusal.isEmpty()) {
      return new Outcome.Refused(texts.refusal);
    }
    if (masked.isEmpty()) {
      return new Outcome.Refused(
          "The request body cannot be masked: it is no JSON object, or an object in it says a"
              + " member twice; send each member once.");
    }
    return texts.changed
        ? new Outcome.Changed(masked.get(), new AnswerRestoring(dialect, values))
        : new Outcome.Unchanged();
  }

  /**
   * What the values of a request are kept in. Its placeholders are marked where earlier turns lie
   * with the provider.
   *
   * @param requestId as in {@link #mask}
   */
  public static MaskedValues values(
      DialectName dialect, byte[] body, int length, String requestId, MaskingLimits limits) {
    return new MaskedValues(
        limits,
        EarlierTurns.lieWithProvider(dialect, body, length) ? EarlierTurns.tag(requestId) : "");
  }

  private static final class Texts {

    private final Masking masking;
    private final Finder finder;
    private String refusal = "";
    private boolean changed;

    Texts(Masking masking, Finder finder) {
      this.masking = masking;
      this.finder = finder;
    }

    /** After a refusal it no text is looked at any more. */
    String rewrite(TextPart part) {
      if (part.source() == TextSource.SIGNED_THOUGHT || !refusal.isEmpty()) {
        return part.text();
      }
      return switch (masking.mask(part.text(), finder.find(part.text(), part.source()))) {
        case Masked.Text(String text) -> {
          changed |= !text.equals(part.text());
          yield text;
        }
        case Masked.Refused(String why) -> {
          refusal = why;
          yield part.text();
        }
      };
    }
  }
}
