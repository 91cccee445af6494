package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.TextForm;
import dev.weir.dialects.text.TextPart;
import dev.weir.dialects.text.TextParts;
import dev.weir.governance.firewall.Spotlight;
import dev.weir.governance.masking.MaskingKey;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts each text that a document or a tool brings between two lines. They follow from the text and
 * the team's key: who wrote the text cannot foresee them, and a conversation that is sent again
 * with more turns reads the same, as providers' caches want it.
 */
final class DataMarks {

  private DataMarks() {}

  /** Nothing where there is no such text, or the body cannot be read in its dialect. */
  static Optional<byte[]> around(DialectName dialect, byte[] body, int length, MaskingKey key) {
    AtomicBoolean marks = new AtomicBoolean();
    return TextParts.rewriteRequest(
            dialect,
            body,
            length,
            part -> {
              if (!isData(part)) {
                return part.text();
              }
              marks.set(true);
              return Spotlight.delimit(part.text(), key.boundary(part.text()));
            })
        .filter(_ -> marks.get())
        .map(DataMarks::bytes);
  }

  /** Names, numbers and codes must keep their form. */
  private static boolean isData(TextPart part) {
    return part.form() != TextForm.LABEL
        && switch (part.source()) {
          case TOOL_RESULT, DOCUMENT -> true;
          case SYSTEM, USER, ASSISTANT, SIGNED_THOUGHT -> false;
        };
  }

  private static byte[] bytes(ByteBuffer marked) {
    byte[] bytes = new byte[marked.remaining()];
    marked.get(bytes);
    return bytes;
  }
}
