package dev.weir.proxy.guard;

import dev.weir.dialects.masking.AnswerRestoring;
import dev.weir.proxy.surface.AnswerFlow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * An answer in one piece whose caller gets the prompt's values back: held until it is whole. One
 * beyond {@value #BYTES_MAX} bytes is not held, and keeps its placeholders.
 */
final class RestoredDocument extends FlowOver {

  static final int BYTES_MAX = 16 * 1024 * 1024;

  private final AnswerRestoring restoring;
  private ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
  private boolean passing;

  RestoredDocument(AnswerFlow inner, AnswerRestoring restoring) {
    super(inner);
    this.restoring = restoring;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    ByteBuffer out = inner().accept(bytes);
    if (passing) {
      return out;
    }
    hold(out);
    if (held.size() <= BYTES_MAX) {
      return GuardedFlow.NOTHING;
    }
    passing = true;
    return release();
  }

  @Override
  public ByteBuffer finish() {
    ByteBuffer rest = inner().finish();
    if (passing || inner().isBroken() || !inner().isWhole()) {
      return rest;
    }
    hold(rest);
    return release();
  }

  @Override
  public long heldBytes() {
    return Math.max(held.size(), inner().heldBytes());
  }

  private void hold(ByteBuffer out) {
    held.write(out.array(), out.arrayOffset() + out.position(), out.remaining());
  }

  private ByteBuffer release() {
    ByteBuffer all = ByteBuffer.wrap(held.toByteArray());
    held = new ByteArrayOutputStream(0);
    return all;
  }

  @Override
  public ByteBuffer restoredLast(ByteBuffer passed) {
    if (passing) {
      return passed;
    }
    byte[] document = new byte[passed.remaining()];
    passed.duplicate().get(document);
    return restoring.document(document, document.length);
  }
}
