package dev.weir.dialects.masking;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.text.PieceRewriter;
import dev.weir.dialects.text.StreamRewriter;
import dev.weir.dialects.text.TextForm;
import dev.weir.dialects.text.TextPart;
import dev.weir.dialects.text.TextParts;
import dev.weir.dialects.text.TextStream;
import dev.weir.governance.masking.MaskedValues;
import dev.weir.governance.masking.Restorer;
import java.nio.ByteBuffer;

/**
 * Gives the values back in the answer to one request. Fails open, harmlessly: what it cannot read
 * keeps its placeholders.
 */
public final class AnswerRestoring {

  private final DialectName dialect;
  private final MaskedValues values;

  /**
   * Of one request.
   *
   * @param dialect the caller's, not Bedrock
   * @param values what was masked; no more is masked in it from now on
   */
  public AnswerRestoring(DialectName dialect, MaskedValues values) {
    this.dialect = dialect;
    this.values = values;
  }

  /** Whether there is anything to give back; where not, the answer may pass as it is. */
  public boolean isNeeded() {
    return !values.isEmpty();
  }

  /** An answer that is one document, an error's too; the same array where nothing changes. */
  public ByteBuffer document(byte[] body, int length) {
    return TextParts.rewriteAnswer(dialect, body, length, this::whole)
        .orElseGet(() -> ByteBuffer.wrap(body, 0, length));
  }

  /**
   * An answer that is a stream; each attempt needs its own.
   *
   * @throws IllegalArgumentException for frames and Bedrock, which no caller is answered in
   */
  public TextStream stream(StreamFormat format) {
    return TextStream.of(
        dialect,
        format,
        new StreamRewriter() {
          @Override
          public PieceRewriter open(TextForm form) {
            return new Restored(restorer(form));
          }

          @Override
          public String whole(TextPart part) {
            return AnswerRestoring.this.whole(part);
          }
        });
  }

  private String whole(TextPart part) {
    Restorer restorer = restorer(part.form());
    String ready = restorer.accept(part.text());
    String rest = restorer.end();
    return rest.isEmpty() ? ready : ready + rest;
  }

  private Restorer restorer(TextForm form) {
    return new Restorer(
        values,
        switch (form) {
          case PLAIN, LABEL -> Restorer.Writing.AS_IT_BEGINS;
          case JSON -> Restorer.Writing.JSON;
        });
  }

  private record Restored(Restorer restorer) implements PieceRewriter {

    @Override
    public String accept(String piece) {
      return restorer.accept(piece);
    }

    @Override
    public String end() {
      return restorer.end();
    }
  }
}
